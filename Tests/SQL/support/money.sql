-- What a user has bought and what it left: payments, subscriptions, balance, and whether the ledger is sound.
create function tests.money(p_user_id uuid) returns text language sql volatile as $$
    select concat_ws(
        '; ',
        (
            select string_agg(
                concat_ws(' ', p.kind, p.status, p.amount, p.refunded, p.disputed), ', '
                order by p.paid_at, p.kind
            )
            from billing.payments p
            where p.user_id = p_user_id
        ),
        (
            select string_agg(
                concat_ws(
                    ' ', s.plan, s.cycle, s.status, s.unit_amount, s.current_period_start_at at time zone 'UTC',
                    s.current_period_end_at at time zone 'UTC', s.cancel_at_period_end, s.paused_at, s.canceled_at,
                    s.ended_at
                ),
                ', ' order by s.created_at
            )
            from billing.subscriptions s
            where s.user_id = p_user_id
        ),
        tests.balance(p_user_id),
        (select string_agg(v.invariant, ', ') from credits.verify(p_user_id) v)
    )
$$;
