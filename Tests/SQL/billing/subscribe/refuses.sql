-- What can't be subscribed to is refused by the argument's name, and a second live subscription as such.
begin;
select plan(18);

select tests.a_priced_plan('team', 2000, null, 30, 14);
select tests.a_user() as user_id \gset
select is(
    tests.refusal(format('select billing.subscribe(%s)', format(bad.arguments, :'user_id'))),
    bad.refusal, bad.arguments
)
from (values
    ('null, ''team''', 'TH001 user_id'), ('%L, null', 'TH001 plan'), ('%L, ''free''', 'TH001 plan'),
    ('%L, ''gold''', 'TH404 plan'), ('%L, ''Team''', 'TH404 plan'), ('%L, ''enterprise''', 'TH404 plan'),
    ('%L, ''team'', null', 'TH001 cycle'), ('%L, ''team'', ''weekly''', 'TH001 cycle'),
    ('%L, ''team'', ''yearly''', 'TH404 plan'), ('%L, ''team'', p_with_trial => null', 'TH001 with_trial'),
    ('%L, ''team'', p_renews_itself => null', 'TH001 renews_itself'),
    ('%L, ''team'', p_at => null', 'TH001 at'), ('%L, ''team'', p_at => ''infinity''', 'TH001 at'),
    ('gen_random_uuid(), ''team''', 'TH404 account')
) as bad (arguments, refusal);
select is_empty(
    format('select from billing.subscriptions where user_id = %L', :'user_id'), 'nothing was made'
);
select billing.subscribe(:'user_id', 'team', p_with_trial => true);
select is(
    tests.refusal(format('select billing.subscribe(%L, ''team'')', :'user_id')),
    'TH416 subscription', 'twice'
);
select billing.cancel_subscription(:'user_id', false);
select is(
    tests.refusal(format('select billing.subscribe(%L, ''team'', p_with_trial => true)', :'user_id')),
    'TH412 trial', 'a second trial'
);
update billing.plans set trial_days = 0 where id = 'team';
select is(
    tests.refusal(
        format('select billing.subscribe(%L, ''team'', p_with_trial => true)', tests.a_user())
    ),
    'TH001 with_trial', 'a trial of a plan that has none'
);

select * from finish();
rollback;
