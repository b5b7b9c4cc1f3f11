-- A row tells the user and role of the token and the request's id, address and agent.
begin;
select plan(2);

select tests.a_user() as user_id \gset
select gen_random_uuid() as actor_id \gset
select set_config(
    'request.jwt.claims',
    jsonb_build_object('sub', :'actor_id', 'role', 'service_role')::text,
    true
);
select set_config(
    'request.headers',
    '{"x-request-id": "r-1", "x-forwarded-for": "192.0.2.7", "user-agent": "curl/8"}',
    true
);
set local role service_role;
select credits.grant_credits(:'user_id', 1, 'purchase');
reset role;

select results_eq(
    $$select actor_id, actor_role, request_id, address, agent, operation, relation from audit.log
    order by id desc limit 1$$,
    format(
        $$values
            (%L::uuid, 'service_role', 'r-1', '192.0.2.7', 'curl/8', 'insert', 'credits.grants')$$,
        :'actor_id'
    ),
    'from claims and headers'
);
select
    set_config('request.id', 'r-2', true),
    set_config('request.address', '192.0.2.8', true);
set local role service_role;
select credits.grant_credits(:'user_id', 1, 'purchase');
reset role;
select results_eq(
    'select request_id, address from audit.log order by id desc limit 1',
    $$values ('r-2', '192.0.2.8')$$,
    'the service''s own settings come before headers'
);

select * from finish();
rollback;
