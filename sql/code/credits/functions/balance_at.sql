create or replace function credits.balance_at(p_user_id uuid, p_at timestamptz)
returns credits.account_balance
language sql
stable
security invoker
begin atomic
    select (
        p_user_id,
        trim_scale(e.total + e.owed - h.held - e.lapsed_late),
        trim_scale(h.held),
        trim_scale(e.owed)
    )::credits.account_balance
    from
        (
            select
                coalesce(sum(l.amount) filter (where l.created_at <= p_at), 0) as total,
                coalesce(-sum(l.amount) filter (where l.created_at <= p_at and l.grant_id is null), 0) as owed,
                -- Expired by then, though its lapse was written later.
                coalesce(
                    -sum(l.amount) filter (
                        where l.kind = 'expiry' and l.created_at > p_at and g.expires_at <= p_at
                    ),
                    0
                ) as lapsed_late
            from credits.ledger_entries l
            left join credits.grants g on g.user_id = l.user_id and g.id = l.grant_id
            where l.user_id = p_user_id
        ) e,
        (
            select coalesce(sum(r.amount), 0) as held
            from credits.reservations r
            where
                r.user_id = p_user_id and r.created_at <= p_at and r.expires_at > p_at
                and (r.settled_at is null or r.settled_at > p_at)
        ) h
    where exists (select from credits.accounts a where a.user_id = p_user_id);
end;

grant execute on function credits.balance_at(uuid, timestamptz) to authenticated, service_role;
comment on function credits.balance_at(uuid, timestamptz) is
    'A user''s balance at a past time, from entries and reservations alone; null for an unknown user.';
