-- Mass assignment: whoever a client is, it writes no column of any view or table, by an insert or an update of
-- that column alone. What there is comes from the catalogue, so that a new column is tried of itself. A column
-- that clients may write one day has to be let through here by name, with a test that they change their own only.
begin;
select plan(6);

select tests.a_user(10) as user_id \gset
select tests.balance(:'user_id') as balance \gset

-- Not permitted (42501); or nothing that anybody could write: a view of several tables (55000), a column that is
-- computed (0A000) or that the server alone gives out (428C9).
create function tests.assigned(p_user_id uuid, p_relation regclass default null) returns setof text language plpgsql volatile as $$
declare
    v_try record;
    v_result text;
begin
    for v_try in
        select b.name, b.claims, c.sql
        from tests.bearers(p_user_id) b
        cross join lateral (
            select format(s.sql, r.oid::regclass, a.attname, tests.fitting(a.atttypid)) as sql
            from pg_class r
            join pg_attribute a on a.attrelid = r.oid and a.attnum > 0 and not a.attisdropped
            cross join (values ('insert into %s (%I) values (%s)'), ('update %s set %I = %s')) as s (sql)
            where r.relnamespace in (select tests.ours()) and r.relkind in ('r', 'p', 'v', 'm', 'f')
                and (p_relation is null or r.oid = p_relation)
        ) c
    loop
        v_result := tests.attempt(v_try.claims, v_try.sql);
        if v_result not in ('42501', '55000', '0A000', '428C9') then
            return next format('%s: %s: %s', v_try.name, v_try.sql, v_result);
        end if;
    end loop;
end
$$;

select cmp_ok(
    (
        select count(*)
        from pg_class r
        join pg_attribute a on a.attrelid = r.oid and a.attnum > 0 and not a.attisdropped
        where r.relnamespace = 'api'::regnamespace and r.relkind in ('r', 'p', 'v', 'm', 'f')
    ),
    '>', 100::bigint, 'there is something to try'
);
select is_empty(format('select tests.assigned(%L)', :'user_id'), 'nobody does');

select is(tests.balance(:'user_id'), :'balance', 'and nothing is changed');

savepoint planted;
create view api.planted as select a.user_id, a.available from credits.accounts a;
grant update (available) on api.planted to authenticated;
select is(
    (
        select string_agg(left(a, position(':' in a) - 1), ', ' order by a collate "C")
        from tests.assigned(:'user_id', 'api.planted') a
        where a ~ 'update api.planted set available'
    ),
    'a user''s key, a user, an admin', 'one column that may be updated is found'
);
rollback to planted;
create view api.planted as select k.key, k.description from credits.metadata_keys k;
grant insert (key) on api.planted to anon;
select alike(
    (select string_agg(a, ', ') from tests.assigned(:'user_id', 'api.planted') a),
    'a visitor: insert into api.planted (key) %: 23502', 'one that may be inserted, though not by itself'
);
rollback to planted;
grant update on identity.api_scopes to service_role;
select is(
    (
        select count(distinct left(a, position(':' in a) - 1))
        from tests.assigned(:'user_id', 'identity.api_scopes') a
    ),
    2::bigint, 'a right of servers too'
);

select * from finish();
rollback;
