-- An account is deleted once: a repeat answers the same. What there is not, isn't.
begin;
select plan(9);

select tests.a_talkative_person('oneword') as id \gset
select tests.an_admin() as admin \gset
select (e).requested_at as at from ops.erase_account(:'id', 'asked for', null) e \gset
select is(
    (select e.requested_at from ops.erase_account(:'id', 'again', null) e), :'at'::timestamptz, 'the first one'
);
select is((select e.reason from ops.erasures e where e.user_id = :'id'), 'asked for', 'and its reason');
select is(tests.refusal($$select ops.erase_account(gen_random_uuid(), 'x', null)$$), 'TH404 user', 'nobody');
select is(tests.refusal($$select ops.erase_account(null, 'x', null)$$) ~ '^TH001', true, 'null');
select is(tests.refusal(format('select ops.erase_account(%L, null, null)', :'id')) ~ '^TH001', true, 'no reason');
select is(
    tests.refusal(format('select ops.erase_account(%L, %L, null)', :'id', repeat('x', 1001))) ~ '^TH001', true,
    'a long one'
);
select is(
    tests.refusal(format('delete from ops.erasures where user_id = %L', :'id')) ~ '^TH500', true, 'it is for good'
);
select is(
    tests.refusal(format('update ops.erasures set reason = ''x'' where user_id = %L', :'id')) ~ '^TH500', true,
    'as it was asked for'
);
select is(tests.run_job('erasures') > 0 and tests.run_job('erasures') > 0, true, 'the job may come as often as it likes');

select * from finish();
rollback;
