-- Events of types that mean nothing here are kept, and so is what isn't ours.
begin;
select plan(6);

select is(tests.receive('product.created', '{"id": "prod_1", "object": "product"}', 0, 'evt_1'), 'ignored', 'unknown');
select is((select e.payload #>> '{data,object,id}' from billing.stripe_events e where e.id = 'evt_1'), 'prod_1', 'is kept');
select is(tests.receive('invoice.paid', '{"id": "in_1", "object": "invoice"}'), 'unmatched', 'an invoice of nothing');
select is(
    tests.receive('charge.refunded', '{"id": "ch_1", "amount": 1, "amount_refunded": 1, "currency": "usd"}'),
    'unmatched', 'a charge of nothing'
);
select is(
    tests.receive('customer.subscription.created', '{"id": "sub_1", "status": "active", "customer": "cus_1"}'),
    'unmatched', 'a subscription of nobody'
);
select is(
    tests.receive('payment_intent.succeeded', '{"id": "pi_1", "customer": "cus_1", "amount": 1}'), 'processed',
    'a payment intent, which alone grants nothing'
);

select * from finish();
rollback;
