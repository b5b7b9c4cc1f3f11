create or replace function credits.verify_causes(p_first uuid, p_last uuid)
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
    revocations as (
        select r.* from credits.revocations r where r.user_id between p_first and p_last
    ),
    revoked as (
        select r.user_id, sum(r.taken) as taken, sum(r.owed) as owed
        from revocations r
        group by r.user_id
    ),
    entered as (
        select m.user_id, sum(m.taken) as taken, sum(m.owed) as owed
        from (
            select
                l.user_id,
                case when l.kind = 'clawback' then -l.amount else 0 end as taken,
                case when l.kind = 'debt' then -l.amount else 0 end as owed
            from credits.all_entries l
            where
                l.kind in ('clawback', 'debt') and l.reservation_id is null
                and l.user_id between p_first and p_last
            union all
            select c.user_id, c.taken, c.owed
            from credits.checkpoints c
            join credits.drops d on d.number = c.number
            where (c.taken > 0 or c.owed > 0) and c.user_id between p_first and p_last
        ) m
        group by m.user_id
    ),
    unwound as (
        select
            coalesce(r.user_id, e.user_id) as user_id,
            coalesce(e.taken, 0) as taken_entered, coalesce(r.taken, 0) as taken,
            coalesce(e.owed, 0) as owed_entered, coalesce(r.owed, 0) as owed
        from revoked r
        full join entered e on e.user_id = r.user_id
    ),
    grants as (
        select g.* from credits.grants g where g.user_id between p_first and p_last
    ),
    -- What says that it was answered with a grant.
    answered as (
        select
            c.user_id, 'a settled compensation has its grant' as invariant, c.id::text as subject,
            c.grant_id, 'compensation' as source, c.amount::numeric as amount
        from credits.compensations c
        where c.status = 'settled'
        union all
        select
            m.user_id, 'a monthly refresh has its grant', m.period::text,
            m.grant_id, 'monthly_refresh', m.amount::numeric
        from credits.monthly_refreshes m
        union all
        select s.user_id, 'a signup claim has its grant', null, s.grant_id, 'signup_bonus', null
        from credits.signup_claims s
        union all
        select
            p.user_id, 'a payment has its grant', p.id::text, p.grant_id, 'purchase', p.credits::numeric
        from billing.payments p
        where p.grant_id is not null
    )
    select u.user_id, 'entries add up to what revocations took', null::text, u.taken_entered, u.taken
    from unwound u
    where u.taken_entered <> u.taken
    union all
    select u.user_id, 'entries add up to what revocations left owed', null, u.owed_entered, u.owed
    from unwound u
    where u.owed_entered <> u.owed
    union all
    select g.user_id, 'revocations of a grant add up to what was revoked', g.id::text,
        coalesce(r.amount, 0), g.revoked
    from grants g
    left join (
        select r.user_id, r.grant_id, sum(r.amount) as amount
        from revocations r
        group by r.user_id, r.grant_id
    ) r on r.user_id = g.user_id and r.grant_id = g.id
    where coalesce(r.amount, 0) <> g.revoked
    union all
    select coalesce(f.user_id, c.user_id), 'compensations add up to what was compensated',
        coalesce(f.reservation_id, c.reservation_id)::text,
        coalesce(c.amount, 0), coalesce(f.compensated, 0)
    from credits.refunds f
    full join credits.compensations c
        on c.user_id = f.user_id and c.reservation_id = f.reservation_id
    where
        coalesce(c.amount, 0) <> coalesce(f.compensated, 0)
        and coalesce(f.user_id, c.user_id) between p_first and p_last
    union all
    select w.user_id, w.invariant, w.subject, w.amount, g.amount
    from answered w
    left join credits.grants g on g.user_id = w.user_id and g.id = w.grant_id
    where
        w.user_id between p_first and p_last
        and (g.source is distinct from w.source or g.amount <> w.amount);
end
$$;

comment on function credits.verify_causes(uuid, uuid) is
    'The part of credits.verify that is about why credits moved: revocations, compensations, refreshes, claims.';
