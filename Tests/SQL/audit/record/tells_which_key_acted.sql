-- A row tells the key that the request came with, a user's or a server's, whichever trigger writes it; null for
-- requests without a key, and for a claim that is no id.
begin;
select plan(9);

select tests.a_user(100) as user_id \gset
select id as key_id, key as key from identity.create_api_key(null, 'server', '{credits:spend}') \gset
create table ops.planted (id integer, name text);
create trigger planted_audit after insert on ops.planted
    for each row execute function audit.record_columns('id', 'name');
create function tests.logged_with(p_claims jsonb) returns text language plpgsql volatile as $$
declare
    v_id bigint := (select max(l.id) from audit.log l);
    v_user_id uuid := tests.a_user();
begin
    perform set_config('request.jwt.claims', p_claims::text, true);
    -- By row, by column, and by statement.
    perform credits.grant_credits(v_user_id, 10, 'purchase');
    insert into ops.planted values (1, 'n');
    perform credits.release(v_user_id, tests.reserved(v_user_id, 1));
    perform set_config('request.jwt.claims', '', true);
    return (
        select string_agg(distinct format('%s %s %s', l.relation, l.operation, coalesce(l.api_key_id::text, 'none')), ', ')
        from audit.log l
        where l.id > v_id and l.relation in ('credits.grants', 'credits.reservations', 'ops.planted')
    );
end
$$;

select is(
    tests.logged_with(c.claims),
    format('credits.grants insert %1$s, credits.reservations update %1$s, ops.planted insert %1$s', c.key_id),
    c.name
)
from (values
    ('{"role": "service_role"}'::jsonb, 'none', 'a server'),
    ('{}', 'none', 'no token'),
    ('{"api_key_id": "painter"}', 'none', 'what is no id'),
    ('{"api_key_id": {"a": 1}}', 'none', 'an object'),
    ('{"api_key_id": null}', 'none', 'null'),
    ((select b.claims from identity.use_api_key(:'key') b), (:'key_id')::text, 'a server''s key')
) as c (claims, key_id, name);

select id as key_id, key as key from identity.create_api_key(:'user_id', 'user', '{all}') \gset
select set_config('request.jwt.claims', (select b.claims from identity.use_api_key(:'key') b)::text, true);
insert into ops.planted values (2, 'n');
select results_eq(
    'select actor_id, api_key_id from audit.log order by id desc limit 1',
    format('values (%L::uuid, %L::uuid)', :'user_id', :'key_id'), 'a user''s key and the user'
);
select is(
    tests.attempt(
        jsonb_build_object('role', 'authenticated', 'app_metadata', '{"role": "admin"}'::jsonb),
        'select api_key_id from api.audit_log order by id desc limit 1'
    ),
    (:'key_id')::text, 'admins see it'
);
select results_eq(
    $$select l.new_values ->> 'id' from audit.log l
    where l.relation = 'identity.api_keys' and l.operation = 'insert' and l.xid = pg_current_xact_id() order by l.id$$,
    'select k.id::text from identity.api_keys k where k.created_at = now() order by k.user_id nulls first',
    'and find the key''s own beginning by it'
);

select * from finish();
rollback;
