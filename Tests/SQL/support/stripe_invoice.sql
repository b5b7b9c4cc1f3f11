-- The invoice of a subscription's period so many months after the first, as the newer interface shows it, or the older.
create function tests.stripe_invoice(
    p_checkout_id uuid,
    p_months integer default 0,
    p_changes jsonb default '{}',
    p_is_old boolean default false
) returns jsonb language sql volatile as $$
    select jsonb_build_object(
        'object', 'invoice',
        'id', tests.stripe_name('in', c.id, p_months::text),
        'customer', tests.stripe_name('cus', c.user_id),
        'billing_reason', case p_months when 0 then 'subscription_create' else 'subscription_cycle' end,
        'total', c.unit_amount,
        'amount_paid', c.unit_amount,
        'currency', c.currency,
        'lines', jsonb_build_object(
            'data', jsonb_build_array(
                jsonb_build_object(
                    'period', jsonb_build_object(
                        'start', extract(epoch from s.at)::bigint,
                        'end', extract(epoch from billing.period_boundary(s.at, c.cycle, 1))::bigint
                    )
                )
            )
        )
    ) || case
        when p_is_old then
            jsonb_build_object(
                'subscription', tests.stripe_name('sub', c.id),
                'subscription_details', jsonb_build_object('metadata', m.metadata),
                'payment_intent', tests.stripe_name('pi', c.id, case p_months when 0 then '' else p_months::text end)
            )
        else
            jsonb_build_object(
                'parent', jsonb_build_object(
                    'type', 'subscription_details',
                    'subscription_details', jsonb_build_object(
                        'subscription', tests.stripe_name('sub', c.id), 'metadata', m.metadata
                    )
                )
            )
    end || p_changes
    from billing.checkouts c
    cross join lateral (
        select '2027-01-01 00:00+00'::timestamptz + make_interval(months => p_months) as at
    ) s
    cross join lateral (
        select jsonb_build_object('user_id', c.user_id, 'checkout_id', c.id) as metadata
    ) m
    where c.id = p_checkout_id
$$;
