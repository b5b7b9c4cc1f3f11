-- Stripe's word that a subscription is active isn't enough: it begins when its first invoice, or its session, was paid as it
-- was offered, whatever is told of it first.
begin;
select plan(13);

select tests.a_priced_plan('team', 2000, 20000, 30);
create function tests.begun(p_user_id uuid) returns text language sql volatile as $$
    select coalesce(
        (select s.status from billing.subscriptions s where s.user_id = p_user_id), 'none'
    )
$$;
select tests.a_user() as user_id \gset
select tests.a_checkout(:'user_id', p_plan => 'team') as id \gset
select is(tests.receive('customer.subscription.updated', tests.stripe_subscription(:'id'), 1), 'processed', 'active');
select is(tests.begun(:'user_id'), 'none', 'not paid for');
select is(
    tests.receive('checkout.session.completed', tests.stripe_session(:'id') || '{"amount_total": 1}', 1), 'refused amount', 'paid for'
);
select is(
    tests.receive('invoice.paid', tests.stripe_invoice(:'id', 0, '{"total": 1, "amount_paid": 1}'), 1), 'refused amount', 'with one cent'
);
select tests.receive('customer.subscription.updated', tests.stripe_subscription(:'id', 'past_due'), 2);
select tests.receive('customer.subscription.deleted', tests.stripe_subscription(:'id', 'canceled', '{"ended_at": 1798761610}'), 3);
select is(tests.begun(:'user_id'), 'none', 'does not begin');

-- What is owed to a bank that takes days.
select tests.a_user() as user_id \gset
select tests.a_checkout(:'user_id', p_plan => 'team') as id \gset
select tests.receive('checkout.session.completed', tests.stripe_session(:'id') || '{"payment_status": "unpaid"}', 1);
select tests.receive('customer.subscription.updated', tests.stripe_subscription(:'id'), 1);
select is(tests.begun(:'user_id'), 'none', 'not yet');
select tests.receive('checkout.session.async_payment_succeeded', tests.stripe_session(:'id'), 2);
select is(tests.begun(:'user_id'), 'active', 'once it is paid');

select tests.a_user() as user_id \gset
select tests.a_checkout(:'user_id', p_plan => 'team') as id \gset
select is(tests.receive('customer.subscription.updated', tests.stripe_subscription(:'id'), 1), 'processed', 'active');
select is(tests.receive('invoice.payment_failed', tests.stripe_invoice(:'id'), 1), 'processed', 'declined');
select is(tests.begun(:'user_id'), 'none', 'does not begin');
select is(tests.receive('invoice.paid', tests.stripe_invoice(:'id'), 2), 'processed', 'paid after all');
select is(tests.begun(:'user_id'), 'active', 'begins');
select is(
    (select count(*) from billing.payments p where p.user_id = :'user_id'), 1::bigint, 'with its payment'
);

select * from finish();
rollback;
