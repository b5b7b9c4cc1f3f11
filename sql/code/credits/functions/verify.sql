-- One statement, so that all of it is read from one snapshot.
-- Definer because callers have no right on the tables.
create or replace function credits.verify(p_user_id uuid default null)
returns setof credits.violation
language plpgsql
stable
security definer
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_custom_plan
as $$
begin
    return query
    with
    entries as (
        select
            l.user_id, l.sequence, l.amount, l.balance, l.grant_id, l.reservation_id,
            coalesce(lag(l.balance) over account, 0) as balance_before
        from credits.ledger_entries l
        where p_user_id is null or l.user_id = p_user_id
        window account as (partition by l.user_id order by l.sequence)
    ),
    by_account as (
        select
            e.user_id, sum(e.amount) as total, max(e.sequence) as sequence,
            -sum(e.amount) filter (where e.grant_id is null) as debt
        from entries e
        group by e.user_id
    ),
    by_grant as (
        select e.user_id, e.grant_id, sum(e.amount) as total
        from entries e
        where e.grant_id is not null
        group by e.user_id, e.grant_id
    ),
    by_reservation as (
        select e.user_id, e.reservation_id, -sum(e.amount) as charged
        from entries e
        where e.reservation_id is not null
        group by e.user_id, e.reservation_id
    ),
    holds as (
        select
            r.user_id, sum(r.amount) as held, max(r.sequence) as sequence,
            min(r.created_at) as oldest_at
        from credits.reservations r
        where r.status = 'reserved' and (p_user_id is null or r.user_id = p_user_id)
        group by r.user_id
    ),
    lots as (
        select
            g.user_id, sum(g.remaining) as remaining,
            min(g.expires_at) filter (where not g.is_spent) as next_expiry_at
        from credits.grants g
        where p_user_id is null or g.user_id = p_user_id
        group by g.user_id
    ),
    accounts as (
        select a.* from credits.accounts a where p_user_id is null or a.user_id = p_user_id
    )
    select a.user_id, 'entries add up to available + held - debt', null::text,
        coalesce(b.total, 0), a.available + a.held - a.debt
    from accounts a
    left join by_account b on b.user_id = a.user_id
    where coalesce(b.total, 0) <> a.available + a.held - a.debt
    union all
    select a.user_id, 'grants cover available + held', null, coalesce(l.remaining, 0), a.available + a.held
    from accounts a
    left join lots l on l.user_id = a.user_id
    where coalesce(l.remaining, 0) <> a.available + a.held
    union all
    select a.user_id, 'live reservations add up to held', null, coalesce(h.held, 0), a.held
    from accounts a
    left join holds h on h.user_id = a.user_id
    where coalesce(h.held, 0) <> a.held
    union all
    select a.user_id, 'entries of debt add up to debt', null, coalesce(b.debt, 0), a.debt
    from accounts a
    left join by_account b on b.user_id = a.user_id
    where coalesce(b.debt, 0) <> a.debt
    union all
    select a.user_id, 'sequence is not behind', null, greatest(b.sequence, h.sequence), a.sequence
    from accounts a
    left join by_account b on b.user_id = a.user_id
    left join holds h on h.user_id = a.user_id
    where greatest(b.sequence, h.sequence) > a.sequence
    union all
    select a.user_id, 'next expiry is not late', null,
        extract(epoch from l.next_expiry_at), extract(epoch from a.next_expiry_at)
    from accounts a
    join lots l on l.user_id = a.user_id
    where l.next_expiry_at < a.next_expiry_at
    union all
    select a.user_id, 'held since is not late', null,
        extract(epoch from h.oldest_at), extract(epoch from a.held_since)
    from accounts a
    join holds h on h.user_id = a.user_id
    where a.held_since is null or a.held_since > h.oldest_at
    union all
    select e.user_id, 'entries replay to the balance', e.sequence::text, e.balance_before + e.amount, e.balance
    from entries e
    where e.balance_before + e.amount <> e.balance
    union all
    select g.user_id, 'entries of a grant add up to what remains', g.id::text, coalesce(b.total, 0), g.remaining
    from credits.grants g
    left join by_grant b on b.user_id = g.user_id and b.grant_id = g.id
    where (p_user_id is null or g.user_id = p_user_id) and coalesce(b.total, 0) <> g.remaining
    union all
    select r.user_id, 'entries of a reservation add up to what was charged', r.id::text,
        coalesce(b.charged, 0), r.charged
    from credits.reservations r
    left join by_reservation b on b.user_id = r.user_id and b.reservation_id = r.id
    where (p_user_id is null or r.user_id = p_user_id) and coalesce(b.charged, 0) <> r.charged
    union all
    select r.user_id, 'grants cover each live reservation', r.id::text, r.amount, coalesce(c.amount, 0)
    from holds h
    join credits.reservations r on r.user_id = h.user_id and r.status = 'reserved'
    left join (
        select held.user_id, s.reservation_id, sum(s.amount) as amount
        from holds held, credits.allocations(held.user_id) s
        where s.reservation_id is not null
        group by held.user_id, s.reservation_id
    ) c on c.user_id = r.user_id and c.reservation_id = r.id
    where coalesce(c.amount, 0) <> r.amount;
end
$$;

grant execute on function credits.verify(uuid) to service_role;
comment on function credits.verify(uuid) is
    'Proves the ledger of one user, or of all: a row for every invariant that does not hold, none when sound.';
