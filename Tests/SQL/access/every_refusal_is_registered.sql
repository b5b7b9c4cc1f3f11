-- Whatever a user or a server sends to a function of api, one bad value at a time among good ones, it is answered, or
-- refused by an error that is registered: none is of PostgreSQL's own, of which clients are told nothing. Functions
-- and arguments come from the catalogue, so that a new one is tried of itself.
begin;
select plan(4);

select tests.a_meter('calls');
select tests.a_user(1000) as user_id \gset
select count(credits.grant_credits(:'user_id', 50, 'promotion', now() + interval '3 days')), count(usage.record(:'user_id', 'calls', 1, 'a'));
create temporary table known on commit drop as select * from tests.known_arguments(:'user_id');

create function pg_temp.bad(p_type oid) returns setof text language sql immutable as $$
    select v.sql
    from (
        values
            ('uuid', '00000000-0000-0000-0000-000000000000'),
            ('numeric', 'NaN'), ('numeric', 'Infinity'), ('numeric', '-Infinity'), ('numeric', '0'), ('numeric', '-1'),
            ('numeric', '1.00001'), ('numeric', '0.0001'), ('numeric', '10000000000000'), ('numeric', '1e131071'),
            ('numeric', '1e-16383'),
            ('integer', '-2147483648'), ('integer', '2147483647'), ('integer', '0'),
            ('text', ''), ('text', ' '), ('text', e'a\nb'), ('text', e'\u202e'), ('text', '%s%n'), ('text', 'a''b"c\'),
            ('text', repeat('é', 200)), ('text', repeat('x', 100000)),
            ('text[]', '{}'), ('text[]', '{NULL}'), ('text[]', '{{all,all},{all,all}}'),
            ('text[]', array_fill('all'::text, array[10000])::text), ('text[]', array[repeat('x', 100000)]::text),
            ('uuid[]', '{}'), ('uuid[]', '{NULL}'), ('uuid[]', array_fill(gen_random_uuid(), array[10000])::text),
            ('uuid[]', array_fill(gen_random_uuid(), array[2, 500])::text),
            ('interval', '-1 day'), ('interval', '0'), ('interval', '1 microsecond'), ('interval', '178000000 years'),
            ('interval', '-178000000 years'), ('interval', '2147483647 days'),
            ('timestamptz', 'infinity'), ('timestamptz', '-infinity'), ('timestamptz', '4713-01-01 BC'),
            ('timestamptz', '294276-12-31'), ('timestamptz', '2000-01-01'),
            ('inet', '0.0.0.0/0'), ('inet', '::/0'),
            ('jsonb', 'null'), ('jsonb', '[]'), ('jsonb', '{}'), ('jsonb', '"x"'), ('jsonb', '1'), ('jsonb', '[null]'),
            ('jsonb', '[[]]'), ('jsonb', '[1, "x", true, {}]'), ('jsonb', '{"a": {"b": 1}}'),
            ('jsonb', '[{"user_id": null, "amount": "NaN", "quantity": "NaN", "meter": "calls"}]'),
            ('jsonb', '[{"user_id": {}, "amount": [1], "quantity": {"a": 1}, "meter": ["calls"]}]'),
            ('jsonb', '[{"meter": "calls", "quantity": 1e131071}, {"meter": "calls", "quantity": "Infinity"}]'),
            ('jsonb', '[{"model": "m", "quantity": 999999999999.9999}, {"meter": "calls", "quantity": 0.00001}]'),
            ('jsonb', repeat('[', 1000) || repeat(']', 1000)),
            ('jsonb', to_jsonb(repeat('x', 100000))::text),
            ('jsonb', jsonb_build_object('key', repeat('x', 100000))::text)
    ) b (type, value)
    cross join lateral (select format('%L::%s', b.value, b.type) as sql) v
    where b.type::regtype = p_type
    union all
    select format('null::%s', format_type(p_type, null))
$$;
create function pg_temp.unregistered(p_claims jsonb) returns setof text language plpgsql as $$
declare
    v_call record;
    v_result text;
begin
    for v_call in
        select p.oid::regproc as function, p.proargnames[t.place] as argument, b.sql as bad,
            (
                select string_agg(
                    format(
                        '%I => %s', p.proargnames[o.place],
                        case when o.place = t.place then b.sql else coalesce(k.sql, tests.fitting(o.type)) end
                    ),
                    ', '
                )
                from unnest(p.proargtypes::oid[]) with ordinality as o (type, place)
                left join pg_temp.known k on k.name = p.proargnames[o.place]
                where o.place = t.place or o.place <= p.pronargs - p.pronargdefaults
            ) as arguments
        from pg_proc p
        cross join unnest(p.proargtypes::oid[]) with ordinality as t (type, place)
        cross join pg_temp.bad(t.type) as b (sql)
        where
            p.pronamespace = 'api'::regnamespace
            and has_function_privilege(p_claims ->> 'role', p.oid, 'execute')
    loop
        begin
            v_result := tests.attempt(
                p_claims,
                format('select ''answered: '' || count(to_jsonb(a)) from %s(%s) a', v_call.function, v_call.arguments)
            );
            -- What was done with it is not to be there for the next.
            raise exception using errcode = 'UNDO1';
        exception
            when sqlstate 'UNDO1' then
                null;
        end;
        if v_result not like 'answered: %' and v_result not in (select e.code from ops.error_codes e) then
            return next format('%s %s %s: %s', v_call.function, v_call.argument, left(v_call.bad, 60), v_result);
        end if;
    end loop;
end
$$;

select is_empty(
    format('select pg_temp.unregistered(%L)', b.claims), b.name
)
from tests.bearers(:'user_id') b
where b.name in ('a user', 'a server');
create function api.planted(amount numeric) returns integer language sql stable begin atomic
    select planted.amount::integer;
end;
grant execute on function api.planted(numeric) to authenticated;
select set_eq(
    format(
        'select pg_temp.unregistered(%L)', (select b.claims from tests.bearers(:'user_id') b where b.name = 'a user')
    ),
    $$select format('api.planted amount ''%s''::numeric: %s', v.value, v.code)
    from (
        values ('NaN', '0A000'), ('Infinity', '0A000'), ('-Infinity', '0A000'), ('10000000000000', '22003'),
            ('1e131071', '22003')
    ) v (value, code)$$,
    'a planted one is found'
);
select is(tests.balance(:'user_id'), '1045 available, 5 held, 0 owed', 'and nothing stays of it');

select * from finish();
rollback;
