-- The charge of a checkout, of which so much was refunded.
create function tests.stripe_charge(p_checkout_id uuid, p_refunded bigint) returns jsonb language sql volatile as $$
    select jsonb_build_object(
        'object', 'charge',
        'id', tests.stripe_name('ch', c.id),
        'payment_intent', tests.stripe_name('pi', c.id),
        'customer', tests.stripe_name('cus', c.user_id),
        'amount', c.unit_amount,
        'amount_refunded', p_refunded,
        'refunded', p_refunded = c.unit_amount,
        'currency', c.currency
    )
    from billing.checkouts c
    where c.id = p_checkout_id
$$;
