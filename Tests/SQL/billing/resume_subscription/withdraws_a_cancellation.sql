-- Before it ends, a cancellation is withdrawn; what is neither paused nor canceled is not resumed.
begin;
select plan(4);

select tests.a_priced_plan('team', 2000);
select tests.a_user() as user_id \gset
select billing.subscribe(:'user_id', 'team');
select is(
    tests.refusal(format('select billing.resume_subscription(%L)', :'user_id')),
    'TH415 subscription', 'nothing to resume'
);
select billing.cancel_subscription(:'user_id');
select is(format('%s %s %s', s.status, s.cancel_at_period_end, s.canceled_at), 'active f ', 'withdrawn')
from billing.resume_subscription(:'user_id') s;
select is(billing.plan_of(:'user_id', now() + interval '1 year'), 'team', 'it goes on');
select is(tests.history(:'user_id'), 'started, cancel_planned, cancel_withdrawn', 'its history');

select * from finish();
rollback;
