-- A checkpoint stands for a user's entries of the month, and for those kept from months before, up to the first that stays.
-- Nobody changes what is read here any more, so that no account is locked and no call waits.
create or replace function credits.make_checkpoints(
    p_number bigint,
    p_month credits.archive_month,
    p_after uuid,
    p_last uuid
)
returns void
language plpgsql
volatile
security invoker
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_custom_plan
as $$
begin
    with
    in_month as (
        select e.*
        from credits.archived_entries e
        where
            e.created_at >= p_month.starts_at and e.created_at < p_month.ends_at
            and (p_after is null or e.user_id > p_after) and e.user_id <= p_last
    ),
    reserved_in_month as (
        select r.*
        from credits.archived_reservations r
        where
            r.created_at >= p_month.starts_at and r.created_at < p_month.ends_at
            and (p_after is null or r.user_id > p_after) and r.user_id <= p_last
    ),
    kept as (
        select k.*
        from credits.kept_entries k
        where (p_after is null or k.user_id > p_after) and k.user_id <= p_last
    ),
    staying as (
        select l.user_id, min(l.sequence) as sequence
        from (
            select h.user_id, h.sequence
            from credits.ledger_entries h
            where (p_after is null or h.user_id > p_after) and h.user_id <= p_last
            union all
            select e.user_id, e.sequence
            from credits.archived_entries e
            where
                (p_after is null or e.user_id > p_after) and e.user_id <= p_last
                and e.created_at >= p_month.ends_at
        ) l
        group by l.user_id
    ),
    going as materialized (
        select g.*
        from (
            select i.* from in_month i
            union all
            select k.* from kept k
        ) g
        left join staying s on s.user_id = g.user_id
        where s.sequence is null or g.sequence < s.sequence
    ),
    summed as (
        select
            g.user_id, max(g.sequence) as sequence, sum(g.amount) as amount, count(*) as entry_count,
            (array_agg(g.balance order by g.sequence desc))[1] as balance,
            (array_agg(g.created_at order by g.sequence desc))[1] as last_at,
            coalesce(-sum(g.amount) filter (where g.grant_id is null), 0) as debt,
            coalesce(
                -sum(g.amount) filter (where g.kind = 'clawback' and g.reservation_id is null), 0
            ) as taken,
            coalesce(
                -sum(g.amount) filter (where g.kind = 'debt' and g.reservation_id is null), 0
            ) as owed
        from going g
        group by g.user_id
    ),
    digested as materialized (
        select d.* from credits.month_digests(p_month, p_after, p_last) d
    ),
    kept_before as (
        select k.user_id, count(*) as entry_count from kept k group by k.user_id
    ),
    grants as (
        insert into credits.checkpoint_grants (user_id, number, grant_id, amount, lapsed)
        select
            g.user_id, p_number, g.grant_id, sum(g.amount),
            coalesce(-sum(g.amount) filter (where g.kind = 'expiry'), 0)
        from going g
        where g.grant_id is not null
        group by g.user_id, g.grant_id
    ),
    -- A reservation all of which goes is proven a last time before, and needs nothing. Charges are never zero: who is
    -- charged in full by what goes has no other. Refunds stay, so what they refer to has to.
    reservations as (
        insert into credits.checkpoint_reservations (
            user_id, number, reservation_id, charged, entered, refunded
        )
        select
            coalesce(r.user_id, g.user_id), p_number, coalesce(r.id, g.reservation_id), r.charged,
            coalesce(g.entered, 0), coalesce(g.refunded, 0)
        from (
            select
                n.user_id, n.reservation_id,
                coalesce(-sum(n.amount) filter (where n.amount < 0), 0) as entered,
                coalesce(sum(n.amount) filter (where n.amount > 0), 0) as refunded
            from going n
            where n.reservation_id is not null
            group by n.user_id, n.reservation_id
        ) g
        full join (
            select m.user_id, m.id, m.charged from reserved_in_month m where m.charged > 0
        ) r on r.user_id = g.user_id and r.id = g.reservation_id
        where
            (r.charged = g.entered) is not true
            or exists (
                select
                from credits.refunds f
                where
                    f.user_id = coalesce(r.user_id, g.user_id)
                    and f.reservation_id = coalesce(r.id, g.reservation_id)
            )
    )
    insert into credits.checkpoints (
        user_id, number, sequence, balance, last_at, entry_count, amount, debt, taken, owed, kept_count,
        archived_entries, entries_digest, archived_reservations, reservations_digest, previous_digest
    )
    select
        u.user_id, p_number, coalesce(s.sequence, p.sequence, 0), coalesce(s.balance, p.balance, 0),
        coalesce(s.last_at, p.last_at), coalesce(s.entry_count, 0), coalesce(s.amount, 0),
        coalesce(s.debt, 0), coalesce(s.taken, 0), coalesce(s.owed, 0),
        coalesce(d.archived_entries, 0) + coalesce(k.entry_count, 0) - coalesce(s.entry_count, 0),
        coalesce(d.archived_entries, 0), coalesce(d.entries_digest, sha256('')),
        coalesce(d.archived_reservations, 0), coalesce(d.reservations_digest, sha256('')),
        coalesce(p.digest, decode(repeat('00', 32), 'hex'))
    from (
        select n.user_id from digested n
        union
        select n.user_id from summed n
    ) u
    left join summed s on s.user_id = u.user_id
    left join digested d on d.user_id = u.user_id
    left join kept_before k on k.user_id = u.user_id
    left join lateral (
        select c.sequence, c.balance, c.last_at, c.digest
        from credits.checkpoints c
        where c.user_id = u.user_id and c.number < p_number
        order by c.number desc
        limit 1
    ) p on true;

    update credits.checkpoints c
    set digest = credits.checkpoint_digest(c)
    where c.number = p_number and (p_after is null or c.user_id > p_after) and c.user_id <= p_last;
end
$$;

comment on function credits.make_checkpoints(bigint, credits.archive_month, uuid, uuid) is
    'Makes the checkpoints of users after p_after (null: from the first) up to p_last for a month that is going to be dropped as p_number.';
