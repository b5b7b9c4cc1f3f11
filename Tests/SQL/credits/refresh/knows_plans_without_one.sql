-- A plan that gives nothing is told so and leaves no row: a better plan is refreshed in the same
-- month.
begin;
select plan(3);

select tests.a_member() as user_id \gset

select is(
    tests.refusal(format('select credits.refresh(%L)', :'user_id')), 'TH404 monthly_refresh', 'free'
);
select is_empty(
    format('select from credits.monthly_refreshes where user_id = %L', :'user_id'), 'no row'
);
select tests.put_on_plan(:'user_id', 'pro');
select is((credits.refresh(:'user_id')).amount::numeric, 10000::numeric, 'pro, in the same month');

select * from finish();
rollback;
