-- What was refused for its amount counts once an operator has changed what the offer has to come to.
begin;
select plan(8);

select tests.a_pack();
select tests.a_priced_plan('team', 2000, null, 30);
select tests.a_user() as user_id \gset
select tests.a_checkout(:'user_id', 'planted') as id \gset
select is(
    tests.receive('checkout.session.completed', tests.stripe_session(:'id') || '{"amount_total": 800}', 1, 'evt_1'),
    'refused amount', 'a coupon'
);
select is((billing.replay_stripe_event('evt_1')).status, 'refused', 'replayed it is still refused');
update billing.checkouts set amount_total = 800 where id = :'id';
select is((billing.replay_stripe_event('evt_1')).status, 'processed', 'until it is accepted');
select is(tests.money(:'user_id'), 'pack paid 800 0 0; 1000 available, 0 held, 0 owed', 'then it is granted');

select tests.a_user() as user_id \gset
select tests.a_checkout(:'user_id', p_plan => 'team') as id \gset
select is(
    tests.receive('invoice.paid', tests.stripe_invoice(:'id', 0, '{"total": 1500, "amount_paid": 1500}'), 1, 'evt_2'),
    'refused amount', 'on a plan'
);
select is(
    tests.receive('customer.subscription.updated', tests.stripe_subscription(:'id'), 1), 'refused amount',
    'which doesn''t begin by another event either'
);
update billing.checkouts set amount_total = 1500 where id = :'id';
select is((billing.replay_stripe_event('evt_2')).status, 'processed', 'until it is accepted');
select is(
    tests.money(:'user_id'),
    'subscription paid 1500 0 0; team monthly active 2000 2027-01-01 00:00:00 2027-02-01 00:00:00 f; 0 available, 0 held, 0 owed',
    'then it begins'
);

select * from finish();
rollback;
