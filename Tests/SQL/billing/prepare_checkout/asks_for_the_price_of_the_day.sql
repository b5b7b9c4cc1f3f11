-- What is posted to Stripe has the price, the user and our ids from the database.
begin;
select plan(14);

update identity.settings set site_url = 'https://example.com', redirect_urls = '{https://app.example.com/*}';
select tests.a_pack();
select tests.a_priced_plan('team', 2000, 20000, 30, 14);
select tests.a_member('ada@example.com') as user_id \gset
select * from billing.prepare_checkout(:'user_id', 'planted', p_idempotency_key => 'k') \gset
select is(:'step'::text, 'customer', 'first the customer');
select is(:'path'::text, '/v1/customers', 'at its path');
select is(
    :'parameters'::jsonb,
    jsonb_build_object('email', 'ada@example.com', 'metadata', jsonb_build_object('user_id', :'user_id')), 'by address and id'
);
select billing.take_stripe_answer(:'user_id', :'id', 'customer', '{"id": "cus_1"}') as next \gset
select (:'next'::billing.stripe_request).* \gset
select is(:'path'::text, '/v1/checkout/sessions', 'then the session');
select is(
    :'parameters'::jsonb,
    jsonb_build_object(
        'mode', 'payment', 'customer', 'cus_1', 'client_reference_id', :'user_id',
        'success_url', 'https://example.com', 'cancel_url', 'https://example.com',
        'metadata', jsonb_build_object('user_id', :'user_id', 'checkout_id', :'id'),
        'payment_intent_data', jsonb_build_object(
            'metadata', jsonb_build_object('user_id', :'user_id', 'checkout_id', :'id')
        ),
        'line_items', '[{
            "quantity": 1,
            "price_data": {"currency": "usd", "unit_amount": 1000, "product_data": {"name": "planted"}}
        }]'::jsonb
    ),
    'for a pack'
);
select :'idempotency_key' as key \gset
update billing.packs set unit_amount = 1, credits = 9 where id = 'planted';
select is(
    (billing.prepare_checkout(:'user_id', 'planted', p_idempotency_key => 'k')).idempotency_key, :'key'::text,
    'a repeat is the same to the last byte, though the price has changed'
);
select is(
    billing.take_stripe_answer(
        :'user_id', :'id', 'session',
        tests.stripe_answer(row(:'user_id', :'id', 'session', :'path', '', :'parameters'::jsonb, null)::billing.stripe_request)
    ),
    row(:'user_id', :'id', 'done', null, null, null, 'https://checkout.stripe.com/c/' || :'id')::billing.stripe_request,
    'last the page'
);
select is(
    (billing.prepare_checkout(:'user_id', 'planted', p_idempotency_key => 'k')).url, 'https://checkout.stripe.com/c/' || :'id',
    'to which a repeat leads as well'
);
select is(
    (select concat_ws(' ', c.credits, c.unit_amount) from billing.checkouts c where c.id = :'id'), '1000 1000', 'as it was offered'
);
select is(
    (billing.prepare_checkout(:'user_id', 'planted')).id = :'id', false, 'without a key it is another'
);
select is(
    (
        billing.prepare_checkout(
            :'user_id', 'planted', p_saves_payment_method => true, p_success_url => 'https://app.example.com/done?s=1'
        )
    ).parameters #> '{payment_intent_data,setup_future_usage}',
    '"off_session"', 'one may agree to be charged later'
);
select parameters from billing.prepare_checkout(:'user_id', p_plan => 'team', p_cycle => 'yearly', p_with_trial => true) \gset
select is(
    :'parameters'::jsonb #> '{line_items,0,price_data}',
    '{"currency": "usd", "unit_amount": 20000, "product_data": {"name": "team"}, "recurring": {"interval": "year"}}', 'a plan by the year'
);
select is(:'parameters'::jsonb #> '{subscription_data,trial_period_days}', '14', 'on trial');
select is(:'parameters'::jsonb #> '{subscription_data,metadata}', :'parameters'::jsonb -> 'metadata', 'with our ids');

select * from finish();
rollback;
