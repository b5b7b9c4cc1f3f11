-- A change that makes no sense is refused and changes nothing.
begin;
select plan(11);

select tests.a_priced_plan('small', 1000, null, 1);
select tests.a_priced_plan('large', 3000, null, 2);
insert into billing.plans (id, name, rank) values ('foreign', 'Foreign', 3);
insert into billing.plan_prices (plan, cycle, unit_amount, currency) values ('foreign', 'monthly', 1, 'eur');
select tests.a_user() as user_id \gset
select billing.subscribe(:'user_id', 'small');

select is(
    tests.refusal(format('select billing.change_plan(%s)', format(bad.arguments, :'user_id'))),
    bad.refusal, bad.arguments
)
from (values
    ('null, ''large''', 'TH001 user_id'), ('%L, null', 'TH001 plan'), ('%L, ''free''', 'TH001 plan'),
    ('%L, ''gold''', 'TH404 plan'), ('%L, ''large'', ''weekly''', 'TH001 cycle'),
    ('%L, ''large'', ''yearly''', 'TH404 plan'), ('%L, ''foreign''', 'TH001 plan'),
    ('%L, ''large'', p_at => ''infinity''', 'TH001 at'),
    ('gen_random_uuid(), ''large''', 'TH404 subscription')
) as bad (arguments, refusal);
select billing.pause_subscription(:'user_id');
select is(
    tests.refusal(format('select billing.change_plan(%L, ''large'')', :'user_id')),
    'TH415 subscription', 'while it is paused'
);
select is(tests.history(:'user_id'), 'started, paused', 'nothing else happened');

select * from finish();
rollback;
