-- Whatever an event of a known type holds, the call succeeds, and what it holds is kept with what is wrong with it.
begin;
select plan(3);

create function tests.odd(p_type text, p_object jsonb) returns text language sql as $$
    select split_part(tests.receive(p_type, p_object), ' ', 1)
$$;
prepare outcomes as
select t.type, o.object, tests.odd(t.type, o.object::jsonb) as outcome
from unnest(array[
    'checkout.session.completed', 'checkout.session.expired', 'customer.subscription.created',
    'customer.subscription.updated', 'customer.subscription.deleted', 'invoice.paid', 'invoice.payment_failed',
    'invoice_payment.paid', 'charge.refunded', 'charge.dispute.created', 'charge.dispute.closed',
    'payment_intent.succeeded', 'payment_intent.payment_failed'
]) t (type)
cross join unnest(array[
    '{}', '{"id": null}', '{"id": 7}', '{"id": "x"}', '{"id": "cs_1", "metadata": []}', '{"id": "sub_1", "items": 1}',
    '{"id": "sub_1", "status": "odd", "items": {"data": [{"price": {"unit_amount": "x"}}]}}',
    '{"id": "in_1", "subscription": "sub_1", "lines": {"data": {}}}',
    '{"id": "in_1", "subscription": {"id": "sub_1"}, "total": 1e400, "amount_paid": 1, "currency": "usd"}',
    '{"id": "ch_1", "payment_intent": "pi_1", "amount": 1, "amount_refunded": 2, "currency": "usd"}',
    '{"id": "ch_1", "payment_intent": "cs_1"}', '{"id": "du_1", "payment_intent": "pi_1", "status": "odd"}',
    '{"id": "pi_1", "metadata": {"top_up_id": "x", "user_id": "y"}, "customer": "cus_1"}',
    '{"id": "inpay_1", "invoice": "in_1", "payment": {"payment_intent": "pi_1"}}',
    '{"id": "sub_1", "current_period_end": 1e300, "status": "active"}'
]) o (object);
create temporary table seen on commit drop as execute outcomes;
select is((select count(*) from seen), 195::bigint, 'all are taken');
select is_empty(
    'select * from seen where outcome not in (''processed'', ''unmatched'', ''refused'', ''failed'')', 'and answered'
);
select is_empty('select from billing.payments', 'and nothing comes of any');

select * from finish();
rollback;
