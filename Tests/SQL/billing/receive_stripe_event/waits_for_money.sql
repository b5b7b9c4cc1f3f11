-- A session that is completed but not paid for grants nothing until it is.
begin;
select plan(9);

select tests.a_pack();
select tests.a_user() as user_id \gset
select tests.a_checkout(:'user_id', 'planted') as id \gset
select tests.a_checkout(:'user_id', 'planted') as failed \gset
select tests.a_checkout(:'user_id', 'planted') as expired \gset
select tests.stripe_session(:'id') || '{"payment_status": "unpaid"}' as unpaid \gset
select is(tests.receive('checkout.session.completed', :'unpaid'), 'processed', 'completed');
select is((select c.status from billing.checkouts c where c.id = :'id'), 'unpaid', 'but not paid for');
select is(tests.balance(:'user_id'), '0 available, 0 held, 0 owed', 'so nothing is granted');
select is(tests.receive('checkout.session.async_payment_succeeded', tests.stripe_session(:'id')), 'processed', 'paid');
select is(tests.balance(:'user_id'), '1000 available, 0 held, 0 owed', 'granted');
select tests.receive('checkout.session.completed', :'unpaid');
select is((select c.status from billing.checkouts c where c.id = :'id'), 'completed', 'an older event changes nothing');
select tests.receive(
    'checkout.session.async_payment_failed', tests.stripe_session(:'failed') || '{"payment_status": "unpaid"}'
);
select tests.receive(
    'checkout.session.completed', tests.stripe_session(:'failed') || '{"payment_status": "unpaid"}'
);
select is((select c.status from billing.checkouts c where c.id = :'failed'), 'failed', 'or not paid in the end');
select tests.receive(
    'checkout.session.expired', tests.stripe_session(:'expired') || '{"payment_status": "unpaid", "status": "expired"}'
);
select is((select c.status from billing.checkouts c where c.id = :'expired'), 'expired', 'or left');
select is(tests.balance(:'user_id'), '1000 available, 0 held, 0 owed', 'granted once');

select * from finish();
rollback;
