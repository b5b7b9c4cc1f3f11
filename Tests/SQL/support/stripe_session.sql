-- The session of a checkout once it is paid for.
create function tests.stripe_session(p_checkout_id uuid) returns jsonb language sql volatile as $$
    select jsonb_strip_nulls(
        jsonb_build_object(
            'object', 'checkout.session',
            'id', tests.stripe_name('cs', c.id),
            'mode', c.mode,
            'status', 'complete',
            'payment_status', case when c.amount_total = 0 then 'no_payment_required' else 'paid' end,
            'amount_total', c.amount_total,
            'currency', c.currency,
            'customer', tests.stripe_name('cus', c.user_id),
            'client_reference_id', c.user_id,
            'metadata', jsonb_build_object('user_id', c.user_id, 'checkout_id', c.id),
            'payment_intent', case when c.mode = 'payment' then tests.stripe_name('pi', c.id) end,
            'subscription', case when c.mode = 'subscription' then tests.stripe_name('sub', c.id) end
        )
    )
    from billing.checkouts c
    where c.id = p_checkout_id
$$;
