-- The subscription of a checkout, in its period so many months after the first.
create function tests.stripe_subscription(
    p_checkout_id uuid,
    p_status text default 'active',
    p_changes jsonb default '{}',
    p_months integer default 0
) returns jsonb language sql volatile as $$
    select jsonb_build_object(
        'object', 'subscription',
        'id', tests.stripe_name('sub', c.id),
        'customer', tests.stripe_name('cus', c.user_id),
        'status', p_status,
        'cancel_at_period_end', false,
        'metadata', jsonb_build_object('user_id', c.user_id, 'checkout_id', c.id),
        'items', jsonb_build_object(
            'object', 'list',
            'data', jsonb_build_array(
                jsonb_build_object(
                    'quantity', 1,
                    'current_period_start', extract(epoch from s.at)::bigint,
                    'current_period_end',
                    extract(epoch from billing.period_boundary(s.at, c.cycle, 1))::bigint,
                    'price', jsonb_build_object(
                        'id', tests.stripe_name('price', c.id),
                        'unit_amount', c.unit_amount,
                        'currency', c.currency,
                        'recurring', jsonb_build_object(
                            'interval', case c.cycle when 'monthly' then 'month' else 'year' end,
                            'interval_count', 1
                        )
                    )
                )
            )
        )
    ) || p_changes
    from billing.checkouts c
    cross join lateral (
        select '2027-01-01 00:00+00'::timestamptz + make_interval(months => p_months) as at
    ) s
    where c.id = p_checkout_id
$$;
