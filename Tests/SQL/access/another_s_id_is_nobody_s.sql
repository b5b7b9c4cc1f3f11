-- To every function of api that takes an id (of a user, a key, an alert, a grant, …) another's is the same as one
-- that there is not: a user, an admin and a user's key get one answer for both, and change nothing; but for what an admin
-- alone may call, which is about others. Functions and arguments come from the catalogue, so that a new one is tried of
-- itself.
begin;
select plan(6);

select tests.a_meter('calls', 10);
select tests.a_user(100) as user_id \gset
select tests.a_user(100) as other \gset
select count(credits.confirm(u.id::uuid, tests.reserved(u.id::uuid, 5))), count(usage.record(u.id::uuid, 'calls', 10, 'a'))
from (values (:'user_id'), (:'other')) as u (id);
select tests.reserved(:'other', 5) as reservation_id \gset
select id as api_key_id from identity.create_api_key(:'other', 'key', '{all}') \gset
select array[
    :'other', :'reservation_id', :'api_key_id',
    (select a.id from usage.alerts a where a.user_id = :'other' order by a.id limit 1),
    (select g.id from credits.grants g where g.user_id = :'other' order by g.id limit 1)
]::uuid[] as ids \gset
select tests.rows_of(:'other') as rows \gset

-- A call of each function that takes ids, with one id for all of them; what else it needs is of the right type.
create function tests.calls_with(p_id uuid) returns table (function text, sql text) language sql stable as $$
    select p.oid::regprocedure::text,
        format(
            'select coalesce(jsonb_agg(to_jsonb(a)), ''[]'') from %s(%s) a', p.oid::regproc,
            string_agg(
                format(
                    '%I => %s', p.proargnames[t.place],
                    case t.type
                        when 'uuid'::regtype then quote_literal(p_id) || '::uuid'
                        when 'uuid[]'::regtype then quote_literal(array[p_id]) || '::uuid[]'
                        else tests.fitting(t.type)
                    end
                ),
                ', ' order by t.place
            )
        )
    from pg_proc p
    cross join unnest(p.proargtypes::oid[]) with ordinality as t (type, place)
    where
        p.pronamespace = 'api'::regnamespace
        and (t.place <= p.pronargs - p.pronargdefaults or t.type in ('uuid'::regtype, 'uuid[]'::regtype))
    group by p.oid
    having bool_or(t.type in ('uuid'::regtype, 'uuid[]'::regtype))
$$;
create function tests.told_apart(p_user_id uuid, p_ids uuid[]) returns setof text language sql volatile as $$
    select format('%s: %s: %s, not %s', b.name, c.sql, r.theirs, r.nobodys)
    from tests.bearers(p_user_id) b
    cross join unnest(p_ids) as i (id)
    join lateral tests.calls_with(i.id) c on b.name <> 'an admin' or c.function !~ '^api\.admin_'
    join tests.calls_with(gen_random_uuid()) n on n.function = c.function
    cross join lateral (
        select tests.attempt(b.claims, c.sql) as theirs, tests.attempt(b.claims, n.sql) as nobodys
        offset 0
    ) r
    where b.claims ->> 'role' <> 'service_role' and r.theirs is distinct from r.nobodys
$$;

select cmp_ok(
    (
        select count(*) from tests.calls_with(:'other') c
        where has_function_privilege('authenticated', c.function, 'execute')
    ),
    '>=', 8::bigint, 'there is something to try'
);
select is_empty(format('select tests.told_apart(%L, %L)', :'user_id', :'ids'), 'nobody tells them apart');
select is(tests.rows_of(:'other'), :'rows', 'nothing of theirs is changed');

savepoint planted;
create function api.planted(user_id uuid) returns numeric language sql stable security definer
begin atomic
    select a.held from credits.accounts a where a.user_id = planted.user_id;
end;
grant execute on function api.planted(uuid) to authenticated;
select isnt_empty(format('select tests.told_apart(%L, %L)', :'user_id', :'ids'), 'a planted one that tells is found');
rollback to planted;
create function api.planted(ids uuid[], amount numeric) returns void language sql volatile security definer
begin atomic
    delete from identity.api_keys k where k.id = any(planted.ids);
end;
grant execute on function api.planted(uuid[], numeric) to authenticated;
select is_empty(format('select tests.told_apart(%L, %L)', :'user_id', :'ids'), 'one that keeps silent');
select isnt(tests.rows_of(:'other'), :'rows', 'is found by what it did');

select * from finish();
rollback;
