create or replace function credits.verify_causes(p_user_id uuid default null)
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
        select r.* from credits.revocations r where p_user_id is null or r.user_id = p_user_id
    ),
    revoked as (
        select r.user_id, sum(r.taken) as taken, sum(r.owed) as owed
        from revocations r
        group by r.user_id
    ),
    entered as (
        select
            l.user_id,
            coalesce(-sum(l.amount) filter (where l.kind = 'clawback'), 0) as taken,
            coalesce(-sum(l.amount) filter (where l.kind = 'debt'), 0) as owed
        from credits.all_entries l
        where
            l.kind in ('clawback', 'debt') and l.reservation_id is null
            and (p_user_id is null or l.user_id = p_user_id)
        group by l.user_id
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
        select g.* from credits.grants g where p_user_id is null or g.user_id = p_user_id
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
        and (p_user_id is null or coalesce(f.user_id, c.user_id) = p_user_id)
    union all
    select w.user_id, w.invariant, w.subject, w.amount, g.amount
    from answered w
    left join credits.grants g on g.user_id = w.user_id and g.id = w.grant_id
    where
        (p_user_id is null or w.user_id = p_user_id)
        and (g.source is distinct from w.source or g.amount <> w.amount)
    union all
    select null, 'prices of a job type do not overlap', p.job_type::text, null, null
    from credits.prices p
    where
        p_user_id is null
        and exists (
            select
            from credits.prices o
            where o.job_type = p.job_type and o.id <> p.id and o.effective && p.effective
        );
end
$$;

comment on function credits.verify_causes(uuid) is
    'The part of credits.verify that is about why credits moved: revocations, compensations, refreshes, claims, prices.';
