-- Of two invoices that aren't paid for, paying one leaves the subscription past due until Stripe says otherwise.
begin;
select plan(6);

select tests.a_priced_plan('team', 2000, 20000, 30);
create function tests.now_is(p_user_id uuid) returns text language sql volatile as $$
    select concat_ws(' ', s.status, to_char(s.current_period_end_at at time zone 'UTC', 'YYYY-MM-DD'))
    from billing.subscriptions s
    where s.user_id = p_user_id
$$;
select tests.a_user() as user_id \gset
select tests.a_checkout(:'user_id', p_plan => 'team') as id \gset
select tests.receive('invoice.paid', tests.stripe_invoice(:'id'), 1);
select tests.receive('invoice.payment_failed', tests.stripe_invoice(:'id', 1), 2);
select tests.receive('customer.subscription.updated', tests.stripe_subscription(:'id', 'past_due', p_months => 1), 3);
select tests.receive('invoice.payment_failed', tests.stripe_invoice(:'id', 2), 4);
select tests.receive('customer.subscription.updated', tests.stripe_subscription(:'id', 'past_due', p_months => 2), 5);
select is(tests.now_is(:'user_id'), 'past_due 2027-02-01', 'neither is paid for');
select tests.receive(
    'invoice.paid', tests.stripe_invoice(:'id', 2, '{"id": "in_item", "billing_reason": "manual"}'), 6
);
select is(tests.now_is(:'user_id'), 'past_due 2027-02-01', 'something else is');
select tests.receive('invoice.paid', tests.stripe_invoice(:'id', 1), 7);
select is(tests.now_is(:'user_id'), 'past_due 2027-03-01', 'the older is');
select tests.receive('invoice.paid', tests.stripe_invoice(:'id', 2), 8);
select is(tests.now_is(:'user_id'), 'active 2027-04-01', 'both are');
select tests.receive('customer.subscription.updated', tests.stripe_subscription(:'id', p_months => 2), 9);
select is(tests.now_is(:'user_id'), 'active 2027-04-01', 'as Stripe says');

-- Nor is something else that isn't paid for.
select tests.receive(
    'invoice.payment_failed', tests.stripe_invoice(:'id', 2, '{"id": "in_other", "billing_reason": "manual"}'), 10
);
select is(tests.now_is(:'user_id'), 'active 2027-04-01', 'while its period is');

select * from finish();
rollback;
