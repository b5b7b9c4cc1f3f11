-- Stripe's event that a session has expired may come before its answer that says so: then the next step follows all the
-- same. One that was paid meanwhile is closed.
begin;
select plan(3);

select tests.a_priced_plan('team', 2000, null, 30);
select tests.a_priced_plan('club', 3000, null, 30);
select tests.a_user() as user_id \gset
select tests.a_checkout(:'user_id', p_plan => 'team') as first \gset
select (r).id, (r).step from billing.prepare_checkout(:'user_id', p_plan => 'club') r \gset
select is(:'step'::text, 'expire', 'the older is closed');
savepoint before;
select tests.receive(
    'checkout.session.expired', tests.stripe_session(:'first') || '{"payment_status": "unpaid", "status": "expired"}'
);
select is(
    (billing.take_stripe_answer(
        :'user_id', :'id', 'expire', jsonb_build_object('id', tests.stripe_name('cs', :'first'), 'status', 'expired')
    )).step,
    'session', 'the next'
);
rollback to before;
select tests.receive('checkout.session.completed', tests.stripe_session(:'first'));
select is(
    tests.refusal(
        format(
            'select billing.take_stripe_answer(%L, %L, ''expire'', %L)', :'user_id', :'id',
            jsonb_build_object('id', tests.stripe_name('cs', :'first'), 'status', 'complete')
        )
    ),
    'TH417 completed', 'unless it was paid'
);

select * from finish();
rollback;
