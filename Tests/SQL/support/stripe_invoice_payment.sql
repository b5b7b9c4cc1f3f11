-- Which payment intent paid a subscription's first invoice.
create function tests.stripe_invoice_payment(p_checkout_id uuid) returns jsonb language sql volatile as $$
    select jsonb_build_object(
        'object', 'invoice_payment',
        'id', tests.stripe_name('inpay', p_checkout_id),
        'invoice', tests.stripe_name('in', p_checkout_id, '0'),
        'payment', jsonb_build_object(
            'type', 'payment_intent', 'payment_intent', tests.stripe_name('pi', p_checkout_id)
        ),
        'status', 'paid'
    )
$$;
