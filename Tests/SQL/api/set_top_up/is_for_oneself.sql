-- A user agrees for nobody else, and sees the own settings alone; not even a service agrees for a user.
begin;
select plan(8);

select tests.a_saver(500) as user_id \gset
select tests.a_saver(500) as other \gset
select is(
    tests.attempt('authenticated', :'user_id', 'select concat_ws('' '', user_id, threshold, ceiling) from api.set_top_up(''planted'', 50, 9000, true)'),
    :'user_id' || ' 50 9000', 'a user'
);
select is(
    tests.attempt('authenticated', :'user_id', 'select string_agg(concat_ws('' '', user_id, ceiling, next_attempt_at), '','') from api.top_up_settings'),
    :'user_id' || ' 9000', 'sees it'
);
select is(tests.attempt('authenticated', :'user_id', 'select is_enabled from api.set_top_up(''planted'', 50, 9000)'), 'TH001', 'agrees');
select is(tests.attempt('authenticated', :'user_id', 'update api.top_up_settings set ceiling = 1'), '42501', 'by the function alone');
select is(tests.attempt('authenticated', :'user_id', 'select is_enabled from api.stop_top_up()'), 'false', 'and stops it');
select is((select s.is_enabled from billing.top_up_settings s where s.user_id = :'other'), true, 'not for others');
select is(tests.attempt('service_role', null, 'select is_enabled from api.set_top_up(''planted'', 50, 9000, true)'), '42501', 'no service');
select is(tests.attempt('anon', null, 'select count(*) from api.top_up_settings'), '42501', 'no visitor');

select * from finish();
rollback;
