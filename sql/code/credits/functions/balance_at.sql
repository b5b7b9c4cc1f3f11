-- The grants, holds and debt of that time, rebuilt from entries and reservations, then the same rule as
-- for now: an entry that was written later, such as a lapse, does not count yet, what it stands for does.
create or replace function credits.balance_at(p_user_id uuid, p_at timestamptz)
returns credits.account_balance
language plpgsql
stable
security invoker
set search_path = pg_catalog, pg_temp
as $$
declare
    v_lots credits.lot[];
    v_holds credits.hold[];
    v_held numeric;
    v_debt numeric;
    v_available numeric;
    v_repaid numeric;
begin
    perform from credits.accounts a where a.user_id = p_user_id;
    if not found then
        return null;
    end if;
    -- Of that time nothing is known any more; who has no checkpoint had nothing then.
    if
        p_at < credits.history_begins_at()
        and exists (
            select
            from credits.checkpoints c
            join credits.drops d on d.number = c.number
            where c.user_id = p_user_id
        )
    then
        return null;
    end if;

    select array_agg(
        (g.id, e.remaining, g.sequence, coalesce(g.expires_at, 'infinity'))::credits.lot
        order by g.priority, g.expires_at, g.sequence
    )
    into v_lots
    from (
        select m.grant_id, sum(m.amount) as remaining
        from (
            select l.grant_id, l.amount
            from credits.all_entries l
            where l.user_id = p_user_id and l.created_at <= p_at and l.grant_id is not null
            union all
            select c.grant_id, c.amount
            from credits.checkpoint_grants c
            join credits.drops d on d.number = c.number
            where c.user_id = p_user_id
        ) m
        group by m.grant_id
    ) e
    join credits.grants g on g.user_id = p_user_id and g.id = e.grant_id
    where e.remaining > 0;

    select
        array_agg((r.id, r.amount, r.sequence, r.created_at)::credits.hold order by r.sequence),
        coalesce(sum(r.amount), 0)
    into v_holds, v_held
    from credits.all_reservations r
    where
        r.user_id = p_user_id and r.created_at <= p_at and r.expires_at > p_at
        and (r.settled_at is null or r.settled_at > p_at);

    select coalesce(sum(m.debt), 0) into v_debt
    from (
        select -l.amount as debt
        from credits.all_entries l
        where l.user_id = p_user_id and l.created_at <= p_at and l.grant_id is null
        union all
        select c.debt
        from credits.checkpoints c
        join credits.drops d on d.number = c.number
        where c.user_id = p_user_id
    ) m;
    perform credits.check_archive();

    select coalesce(sum(a.amount), 0) into v_available
    from credits.allocate(v_lots, v_holds) a
    where a.reservation_id is null and a.expires_at > p_at;

    v_repaid := least(v_debt, v_available);
    return (
        p_user_id,
        trim_scale(v_available - v_repaid),
        trim_scale(v_held),
        trim_scale(v_debt - v_repaid)
    )::credits.account_balance;
end
$$;

grant execute on function credits.balance_at(uuid, timestamptz) to authenticated, service_role;
comment on function credits.balance_at(uuid, timestamptz) is
    'A user''s balance at a past time, from checkpoints, entries and reservations alone; null for an unknown user, and for a time whose history was dropped. Raises TH511 when it is being dropped.';
