-- What is paid for at Stripe is changed there, or it would go on being paid for.
begin;
select plan(6);

select tests.a_priced_plan('team', 2000, 20000, 30, 0);
select tests.a_user() as user_id \gset
select tests.a_checkout(:'user_id', p_plan => 'team', p_cycle => 'monthly') as checkout_id \gset
select tests.receive('checkout.session.completed', tests.stripe_session(:'checkout_id'), 5);
select tests.receive('customer.subscription.created', tests.stripe_subscription(:'checkout_id'), 5);
select is((select count(*) from billing.subscriptions s where s.user_id = :'user_id'), 1::bigint, 'subscribed by Stripe');
select is(tests.refusal(format(c.call, :'user_id')), 'TH419 subscription', c.call)
from (values
    ('select api.cancel_subscription(%L)'), ('select api.change_plan(%L, ''free'', ''monthly'')'),
    ('select api.pause_subscription(%L)'), ('select api.resume_subscription(%L)'), ('select api.renew_subscription(%L)')
) as c (call);

select * from finish();
rollback;
