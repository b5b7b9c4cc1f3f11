-- Elsewhere work was let in as long as the balance was above zero. Here it is what the work costs
-- that has to be there.
begin;
select plan(3);

select tests.a_user(1) as user_id \gset

select is(
    tests.refusal(format('select credits.reserve(%L, 1.0001, ''story'')', :'user_id')), 'TH402', 'more than is there'
);
select is(
    tests.refusal(format('select credits.reserve(%L, p_job_type => ''story'', p_units => 2)', :'user_id')),
    'TH402',
    'priced by units'
);
select is(tests.balance(:'user_id'), '1 available, 0 held, 0 owed', 'nothing was let in');

select * from finish();
rollback;
