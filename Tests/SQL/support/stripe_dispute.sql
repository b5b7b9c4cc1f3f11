-- A chargeback on the charge of a checkout.
create function tests.stripe_dispute(p_checkout_id uuid, p_status text, p_amount bigint default null)
returns jsonb language sql volatile as $$
    select jsonb_build_object(
        'object', 'dispute',
        'id', tests.stripe_name('du', c.id),
        'charge', tests.stripe_name('ch', c.id),
        'payment_intent', tests.stripe_name('pi', c.id),
        'amount', coalesce(p_amount, c.unit_amount),
        'currency', c.currency,
        'reason', 'fraudulent',
        'status', p_status
    )
    from billing.checkouts c
    where c.id = p_checkout_id
$$;
