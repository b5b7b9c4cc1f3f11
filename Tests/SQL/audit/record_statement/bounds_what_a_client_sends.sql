-- However long a header is, the log keeps its beginning; a subject that is no user's id names nobody.
begin;
select plan(1);

select tests.a_user(100) as user_id \gset
select tests.reserved(:'user_id', 1) as id \gset
select set_config(
    'request.headers',
    jsonb_build_object(
        'x-request-id', repeat('i', 1000), 'x-forwarded-for', repeat('f', 1000), 'user-agent', repeat('a', 1000)
    )::text,
    true
), set_config('request.jwt.claims', '{"sub": "painter", "role": "service_role"}', true);
select credits.release(:'user_id', :'id');

select results_eq(
    $$select length(request_id), length(address), length(agent), actor_id from audit.log
    where relation = 'credits.reservations' order by id desc limit 1$$,
    'values (200, 200, 500, null::uuid)',
    'cut'
);

select * from finish();
rollback;
