-- A user buys one plan at a time: an older offer of a plan is closed at Stripe before there is another.
begin;
select plan(12);

select tests.a_pack();
select tests.a_priced_plan('team', 2000, null, 30);
select tests.a_priced_plan('club', 3000, null, 30);
select tests.a_user() as user_id \gset
select tests.a_checkout(:'user_id', p_plan => 'team', p_idempotency_key => 'k') as first \gset
select * from billing.prepare_checkout(:'user_id', p_plan => 'club') \gset
select is(:'step'::text, 'expire', 'the older is closed');
select is(:'path'::text, format('/v1/checkout/sessions/%s/expire', tests.stripe_name('cs', :'first')), 'by its name');
select is(
    tests.refusal(format('select billing.prepare_checkout(%L, p_plan => ''team'', p_idempotency_key => ''k'')', :'user_id')),
    'TH417 superseded', 'and asked for again it is closed'
);
select is(
    tests.refusal(format('select billing.prepare_checkout(%L, p_plan => ''club'', p_idempotency_key => ''k'')', :'user_id')),
    'TH409', 'nor is its key for another'
);
savepoint before;
select is(
    tests.refusal(
        format(
            'select billing.take_stripe_answer(%L, %L, ''expire'', ''{"error": {"type": "invalid_request_error"}}'')',
            :'user_id', :'id'
        )
    ),
    'TH417 completed', 'if Stripe can''t, it has been paid'
);
rollback to before;
select is(
    tests.refusal(
        format(
            'select billing.take_stripe_answer(%L, %L, ''expire'', ''{"error": {"type": "api_error", "code": "x"}}'')',
            :'user_id', :'id'
        )
    ),
    'TH502 expire', 'or Stripe has a problem'
);
rollback to before;
select is(
    (
        billing.take_stripe_answer(
            :'user_id', :'id', 'expire',
            jsonb_build_object('id', tests.stripe_name('cs', :'first'), 'status', 'expired')
        )
    ).step,
    'session', 'else there is the next'
);
select is((select c.status from billing.checkouts c where c.id = :'first'), 'expired', 'instead of it');
select is((billing.prepare_checkout(:'user_id', 'planted')).step, 'session', 'packs wait for nothing');
-- Paid all the same.
rollback to before;
select is(tests.receive('invoice.paid', tests.stripe_invoice(:'first')), 'processed', 'who has paid for the older');
select is((select s.plan::text from billing.subscriptions s where s.user_id = :'user_id'), 'team', 'has it');
select is(
    tests.refusal(format('select billing.prepare_checkout(%L, p_plan => ''club'')', :'user_id')), 'TH416 subscription',
    'and buys no other'
);

select * from finish();
rollback;
