-- A subscription follows Stripe's, through trial, renewal, failure and end.
begin;
select plan(30);

create function tests.now_is(p_user_id uuid) returns text language sql volatile as $$
    select string_agg(
        concat_ws(' ', s.plan, s.status, to_char(s.current_period_end_at at time zone 'UTC', 'YYYY-MM-DD')), ', '
        order by s.created_at
    )
    from billing.subscriptions s
    where s.user_id = p_user_id
$$;
select tests.a_priced_plan('team', 2000, 20000, 30, 14);
update billing.plans set monthly_credits = 500 where id = 'team';
select tests.a_user() as user_id \gset
select tests.a_checkout(:'user_id', p_plan => 'team', p_with_trial => true) as id \gset
select is(tests.receive('checkout.session.completed', tests.stripe_session(:'id'), 1), 'processed', 'completed');
select is(tests.now_is(:'user_id'), null, 'which begins nothing');
select tests.receive(
    'customer.subscription.created',
    jsonb_set(
        tests.stripe_subscription(:'id', 'trialing', '{"trial_end": 1799971200}'), '{items,data,0,current_period_end}', '1799971200'
    ),
    2
);
select is(tests.now_is(:'user_id'), 'team trialing 2027-01-15', 'a trial');
select is(
    tests.receive('invoice.paid', tests.stripe_invoice(:'id', 0, '{"total": 0, "amount_paid": 0}'), 2), 'processed', 'for nothing'
);
select is(tests.now_is(:'user_id'), 'team trialing 2027-01-15', 'goes on');
select is(
    tests.refusal(format('select billing.prepare_checkout(%L, p_plan => ''team'')', :'user_id')), 'TH416 subscription', 'no second one'
);
select tests.receive('customer.subscription.updated', tests.stripe_subscription(:'id', p_months => 1), 3);
select is(tests.now_is(:'user_id'), 'team active 2027-03-01', 'is active');
select tests.receive('invoice.payment_failed', tests.stripe_invoice(:'id', 1), 4);
select is(tests.now_is(:'user_id'), 'team past_due 2027-02-01', 'is not paid for');
select tests.receive('customer.subscription.updated', tests.stripe_subscription(:'id', 'unpaid', p_months => 1), 5);
select is(tests.now_is(:'user_id'), 'team past_due 2027-02-01', 'still not');
select tests.receive('invoice.payment_succeeded', tests.stripe_invoice(:'id', 1), 6);
select is(tests.now_is(:'user_id'), 'team active 2027-03-01', 'is paid for');
select tests.receive('customer.subscription.paused', tests.stripe_subscription(:'id', 'paused', p_months => 1), 7);
select is(tests.now_is(:'user_id'), 'team paused 2027-03-01', 'is paused');
select is(
    tests.receive(
        'customer.subscription.updated',
        jsonb_set(tests.stripe_subscription(:'id', p_months => 2), '{items,data,0,price,unit_amount}', '1'), 8
    ),
    'refused price', 'another price'
);
select is(tests.now_is(:'user_id'), 'team paused 2027-03-01', 'changes nothing');
select is(
    tests.receive('customer.subscription.updated', tests.stripe_subscription(:'id', p_changes => '{"customer": "cus_x"}'), 9),
    'refused customer', 'nor does another customer'
);
select is(
    tests.receive('customer.subscription.deleted', tests.stripe_subscription(:'id', 'canceled', '{"ended_at": 1798761610}', 2), 10),
    'processed', 'is canceled'
);
select is(tests.now_is(:'user_id'), 'team canceled 2027-04-01', 'for good');
select tests.receive('customer.subscription.updated', tests.stripe_subscription(:'id', p_months => 3), 11);
select is(tests.now_is(:'user_id'), 'team canceled 2027-04-01', 'whatever is told later');

-- Paid for after it has ended here.
select tests.a_user() as user_id \gset
select tests.a_checkout(:'user_id', p_plan => 'team') as id \gset
select tests.receive('invoice.paid', tests.stripe_invoice(:'id'), 1);
update billing.subscriptions set status = 'past_due' where user_id = :'user_id';
update billing.subscriptions set status = 'expired', ended_at = '2027-02-08 00:00+00' where user_id = :'user_id';
select tests.receive('invoice.paid', tests.stripe_invoice(:'id', 1), 2);
select is(tests.now_is(:'user_id'), 'team expired 2027-02-01, team active 2027-03-01', 'goes on as another');
select tests.receive('customer.subscription.updated', tests.stripe_subscription(:'id', 'past_due', p_months => 2), 3);
select is(tests.now_is(:'user_id'), 'team expired 2027-02-01, team past_due 2027-03-01', 'which follows, in the period that was paid for');

-- A renewal that isn't paid for has the days of grace, whatever period Stripe has begun.
select tests.a_user() as user_id \gset
select tests.a_checkout(:'user_id', p_plan => 'team') as id \gset
select tests.receive('invoice.paid', tests.stripe_invoice(:'id'), 1);
select tests.receive('customer.subscription.updated', tests.stripe_subscription(:'id', p_months => 1), 2);
select is(billing.plan_of(:'user_id', '2027-02-20 00:00+00'), 'team', 'renewed');
select tests.receive('invoice.payment_failed', tests.stripe_invoice(:'id', 1), 3);
select is(billing.plan_of(:'user_id', '2027-02-07 23:59+00'), 'team', 'not paid for');
select is(billing.plan_of(:'user_id', '2027-02-08 00:01+00'), 'free', 'for too long');

-- One that is never paid for never begins.
select tests.a_user() as user_id \gset
select tests.a_checkout(:'user_id', p_plan => 'team') as id \gset
select is(
    tests.receive('customer.subscription.updated', tests.stripe_subscription(:'id', c.status), c.second), 'processed', c.status
)
from (values ('incomplete', 1), ('incomplete_expired', 2)) as c (status, second);
select is(tests.now_is(:'user_id'), null, 'does not begin');

-- One that a service began meanwhile.
select tests.a_user() as user_id \gset
select tests.a_checkout(:'user_id', p_plan => 'team') as id \gset
select from billing.subscribe(:'user_id', 'team');
select is(tests.receive('invoice.paid', tests.stripe_invoice(:'id'), 1), 'refused subscription', 'a second one');
select is((select count(*) from billing.subscriptions s where s.user_id = :'user_id'), 1::bigint, 'does not begin');

-- A month's credits go with what was paid for it.
select tests.a_user() as user_id \gset
select tests.a_checkout(:'user_id', p_plan => 'team') as id \gset
select tests.receive(
    'invoice.paid',
    tests.stripe_invoice(
        :'id', 0,
        jsonb_build_object('lines', jsonb_build_object('data', jsonb_build_array(jsonb_build_object('period', jsonb_build_object(
            'start', extract(epoch from now())::bigint - 60, 'end', extract(epoch from now())::bigint + 2592000
        ))))), true
    )
);
select from credits.refresh(:'user_id');
select from credits.confirm(:'user_id', (credits.reserve(:'user_id', 200, 'job')).id);
select is(tests.balance(:'user_id'), '300 available, 0 held, 0 owed', 'credits of the month');
select tests.receive('charge.dispute.created', tests.stripe_dispute(:'id', 'needs_response'), 2);
select is(
    tests.balance(:'user_id') || ', ' || billing.plan_of(:'user_id'), '0 available, 0 held, 200 owed, free', 'are frozen with it'
);
select tests.receive('charge.dispute.closed', tests.stripe_dispute(:'id', 'won'), 3);
select is(tests.balance(:'user_id') || ', ' || billing.plan_of(:'user_id'), '300 available, 0 held, 0 owed, team', 'until it is won');

select * from finish();
rollback;
