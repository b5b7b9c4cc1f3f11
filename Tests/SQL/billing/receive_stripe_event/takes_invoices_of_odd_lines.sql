-- An invoice that leaves a credit, and one with a line that takes no time, are taken as what they are.
begin;
select plan(9);

select tests.a_priced_plan('team', 2000, 20000, 30);
select tests.a_user() as user_id \gset
select tests.a_checkout(:'user_id', p_plan => 'team') as id \gset
select tests.receive('invoice.paid', tests.stripe_invoice(:'id'), 1);
select is(
    tests.receive(
        'invoice.paid',
        tests.stripe_invoice(:'id', 1, '{"id": "in_credit", "billing_reason": "subscription_update", "total": -700, "amount_paid": 0}'), 2
    ),
    'processed', 'a downgrade'
);
select is((select count(*) from billing.payments p where p.user_id = :'user_id'), 2::bigint, 'for nothing');
select is(
    tests.receive('invoice.paid', tests.stripe_invoice(:'id', 1, '{"total": -500, "amount_paid": 0}'), 3), 'processed', 'a renewal by credit'
);
select is(
    (select s.current_period_end_at from billing.subscriptions s where s.user_id = :'user_id'), '2027-03-01 00:00+00'::timestamptz,
    'renews'
);
select is(
    tests.receive(
        'invoice.paid',
        tests.stripe_invoice(:'id', 2) || jsonb_build_object('lines', jsonb_build_object('data',
            (tests.stripe_invoice(:'id', 2) #> '{lines,data}')
            || '[{"period": {"start": 1804000000, "end": 1804000000}}]'
        )),
        4
    ),
    'processed', 'with an item of a moment'
);
select is(
    (select s.current_period_end_at from billing.subscriptions s where s.user_id = :'user_id'), '2027-04-01 00:00+00'::timestamptz,
    'renews'
);
select is(
    tests.receive(
        'invoice.paid',
        tests.stripe_invoice(:'id', 3, '{"id": "in_manual", "billing_reason": "manual", "lines": {"data": [{"period": {"start": 1804000000, "end": 1804000000}}]}}'), 5
    ),
    'processed', 'with nothing else'
);
select is(
    (select s.current_period_end_at from billing.subscriptions s where s.user_id = :'user_id'), '2027-04-01 00:00+00'::timestamptz,
    'doesn''t'
);
select is((select count(*) from billing.payments p where p.user_id = :'user_id'), 5::bigint, 'all are payments');

select * from finish();
rollback;
