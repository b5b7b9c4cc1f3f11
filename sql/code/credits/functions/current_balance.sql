-- The balance as it is now, whether or not a sweep has run: holds that are out of time count as
-- available, expired grants that nothing holds count no more, debt is repaid from what is there.
create or replace function credits.current_balance(
    p_user_id uuid,
    p_at timestamptz default clock_timestamp()
)
returns credits.account_balance
language plpgsql
stable
security invoker
set search_path = pg_catalog, pg_temp
as $$
declare
    v_available numeric;
    v_held numeric;
    v_debt numeric;
    v_next_expiry_at timestamptz;
    v_held_since timestamptz;
    v_stale numeric := 0;
    v_lapsed numeric := 0;
    v_repaid numeric;
begin
    select a.available, a.held, a.debt, a.next_expiry_at, a.held_since
    into v_available, v_held, v_debt, v_next_expiry_at, v_held_since
    from credits.accounts a
    where a.user_id = p_user_id;

    if not found then
        return null;
    end if;

    if v_held > 0 then
        select coalesce(sum(r.amount), 0) into v_stale
        from credits.reservations r
        where
            r.user_id = p_user_id and r.created_at >= v_held_since
            and r.status = 'reserved' and r.expires_at <= p_at;
    end if;

    if v_next_expiry_at <= p_at then
        select coalesce(sum(l.amount), 0) into v_lapsed
        from credits.allocations(p_user_id, p_live_after => p_at) l
        where l.reservation_id is null and l.expires_at <= p_at;
    end if;

    v_available := v_available + v_stale - v_lapsed;
    v_repaid := least(v_debt, v_available);
    return (
        p_user_id,
        trim_scale(v_available - v_repaid),
        trim_scale(v_held - v_stale),
        trim_scale(v_debt - v_repaid)
    )::credits.account_balance;
end
$$;

grant execute on function credits.current_balance(uuid, timestamptz) to authenticated, service_role;
comment on function credits.current_balance(uuid, timestamptz) is
    'What a user may spend, what is held and what is owed at p_at, true without any sweep; null for an unknown user.';
