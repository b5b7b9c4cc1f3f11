-- Stable, so that all of it is read from the one snapshot of the caller's statement.
-- For a million entries, compiling takes longer than it saves.
create or replace function credits.verify_users(p_first uuid, p_last uuid)
returns setof credits.violation
language plpgsql
stable
security invoker
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_custom_plan
set jit = off
as $$
begin
    return query
    with
    -- A checkpoint stands for the entries that went with a drop, as if it were one.
    movements as (
        select
            l.user_id, l.sequence, l.amount, l.balance, l.grant_id, l.reservation_id,
            case when l.grant_id is null then -l.amount else 0 end as debt
        from credits.all_entries l
        where l.user_id between p_first and p_last
        union all
        select c.user_id, c.sequence, c.amount, c.balance, null, null, c.debt
        from credits.checkpoints c
        join credits.drops d on d.number = c.number
        where c.entry_count > 0 and c.user_id between p_first and p_last
    ),
    entries as (
        select
            m.*,
            coalesce(lag(m.balance) over account, 0) as balance_before,
            lag(m.sequence) over account as sequence_before
        from movements m
        window account as (partition by m.user_id order by m.sequence)
    ),
    by_account as (
        select
            e.user_id, sum(e.amount) as total, max(e.sequence) as sequence, sum(e.debt) as debt
        from entries e
        group by e.user_id
    ),
    by_grant as (
        select m.user_id, m.grant_id, sum(m.amount) as total
        from (
            select e.user_id, e.grant_id, e.amount from entries e where e.grant_id is not null
            union all
            select c.user_id, c.grant_id, c.amount
            from credits.checkpoint_grants c
            join credits.drops d on d.number = c.number
            where c.user_id between p_first and p_last
        ) m
        group by m.user_id, m.grant_id
    ),
    partly_dropped as (
        select c.user_id, c.reservation_id, c.charged, c.entered, c.refunded
        from credits.checkpoint_reservations c
        join credits.drops d on d.number = c.number
        where c.user_id between p_first and p_last
    ),
    by_reservation as (
        select m.user_id, m.reservation_id, sum(m.charged) as charged, sum(m.refunded) as refunded
        from (
            select
                e.user_id, e.reservation_id,
                -least(e.amount, 0) as charged, greatest(e.amount, 0) as refunded
            from entries e
            where e.reservation_id is not null
            union all
            select p.user_id, p.reservation_id, p.entered, p.refunded from partly_dropped p
        ) m
        group by m.user_id, m.reservation_id
    ),
    reservations as (
        select
            r.*, count(*) over (partition by r.user_id, r.id) as times
        from (
            select a.user_id, a.id, a.amount, a.charged, a.status, a.sequence, a.created_at
            from credits.all_reservations a
            where a.user_id between p_first and p_last
            union all
            select p.user_id, p.reservation_id, null, p.charged, null, null, null
            from partly_dropped p
            where p.charged is not null
        ) r
    ),
    holds as (
        select
            r.user_id, sum(r.amount) as held,
            max(r.sequence) as sequence, min(r.sequence) as first_sequence,
            min(r.created_at) as oldest_at, max(r.created_at) as newest_at
        from reservations r
        where r.status = 'reserved'
        group by r.user_id
    ),
    lots as (
        select
            g.user_id, sum(g.remaining) as remaining,
            min(g.expires_at) filter (where not g.is_spent) as next_expiry_at,
            max(g.sequence) filter (where not g.is_spent) as sequence
        from credits.grants g
        where g.user_id between p_first and p_last
        group by g.user_id
    ),
    accounts as (
        select a.* from credits.accounts a where a.user_id between p_first and p_last
    ),
    -- Where every lot was there, and unexpired, for every hold, their sums decide. Only what is
    -- left needs to know which hold has which lot.
    mixed as materialized (
        select h.user_id
        from holds h
        left join lots l on l.user_id = h.user_id
        where
            (
                l.sequence < h.first_sequence
                and (l.next_expiry_at is null or l.next_expiry_at > h.newest_at)
                and l.remaining >= h.held
            ) is not true
    ),
    covered as (
        select m.user_id, s.reservation_id, sum(s.amount) as amount
        from mixed m
        cross join credits.allocations(m.user_id) s
        where s.reservation_id is not null
        group by m.user_id, s.reservation_id
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
    select e.user_id, 'entries replay to the balance', e.sequence::text,
        e.balance_before + e.amount, e.balance
    from entries e
    where e.balance_before + e.amount <> e.balance
    union all
    select e.user_id, 'an entry stands once', e.sequence::text, e.sequence_before + 1, e.sequence
    from entries e
    where e.sequence_before = e.sequence
    union all
    select g.user_id, 'entries of a grant add up to what remains', g.id::text,
        coalesce(b.total, 0), g.remaining
    from credits.grants g
    left join by_grant b on b.user_id = g.user_id and b.grant_id = g.id
    where g.user_id between p_first and p_last and coalesce(b.total, 0) <> g.remaining
    union all
    select b.user_id, 'an entry names a grant that is there', b.grant_id::text, b.total, null
    from by_grant b
    where not exists (
        select from credits.grants g where g.user_id = b.user_id and g.id = b.grant_id
    )
    union all
    select r.user_id, 'entries of a reservation add up to what was charged', r.id::text,
        coalesce(b.charged, 0), r.charged
    from reservations r
    left join by_reservation b on b.user_id = r.user_id and b.reservation_id = r.id
    where coalesce(b.charged, 0) <> r.charged
    union all
    select b.user_id, 'an entry names a reservation that is there', b.reservation_id::text,
        b.charged, null
    from by_reservation b
    where not exists (
        select from reservations r where r.user_id = b.user_id and r.id = b.reservation_id
    )
    union all
    select r.user_id, 'a reservation stands once', r.id::text, 1, r.times
    from reservations r
    where r.times > 1
    union all
    select coalesce(b.user_id, f.user_id), 'entries of a reservation add up to what was refunded',
        coalesce(b.reservation_id, f.reservation_id)::text,
        coalesce(b.refunded, 0), coalesce(f.refunded, 0)
    from by_reservation b
    full join (
        select f.* from credits.refunds f where f.user_id between p_first and p_last
    ) f on f.user_id = b.user_id and f.reservation_id = b.reservation_id
    where coalesce(b.refunded, 0) <> coalesce(f.refunded, 0)
    union all
    select f.user_id, 'a refund knows what was charged', f.reservation_id::text, r.charged, f.charged
    from credits.refunds f
    left join reservations r on r.user_id = f.user_id and r.id = f.reservation_id
    where f.user_id between p_first and p_last and r.charged is distinct from f.charged
    union all
    select r.user_id, 'grants cover each live reservation', r.id::text,
        r.amount, coalesce(c.amount, 0)
    from mixed m
    join reservations r on r.user_id = m.user_id and r.status = 'reserved'
    left join covered c on c.user_id = r.user_id and c.reservation_id = r.id
    where coalesce(c.amount, 0) <> r.amount
    union all
    select u.user_id, 'what a user has is in an account', null, null, null
    from (
        select b.user_id from by_account b
        union select l.user_id from lots l
        union select r.user_id from reservations r
    ) u
    where not exists (select from credits.accounts a where a.user_id = u.user_id);

    return query select v.* from credits.verify_causes(p_first, p_last) v;
    return query select v.* from credits.verify_checkpoints(p_first, p_last) v;
    perform credits.check_archive();
end
$$;

comment on function credits.verify_users(uuid, uuid) is
    'credits.verify for users from p_first to p_last. Raises TH511 when history was dropped meanwhile.';
