-- Stable, so that all of it is read from the one snapshot of the caller's statement.
-- Definer because callers have no right on the tables.
create or replace function ai.verify(p_user_id uuid default null)
returns setof ai.violation
language plpgsql
stable
security definer
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_custom_plan
set jit = off
as $$
declare
    v_swept_to timestamptz;
    -- Receipts of before were dropped.
    v_since timestamptz := coalesce(
        (select p.done_before from ops.retention_policies p where p.relation = 'ai.archived_calls'),
        '-infinity'
    );
    -- Reservations of before were.
    v_reserved_since timestamptz := credits.history_begins_at();
begin
    select w.swept_to into strict v_swept_to from ai.sweeps w;

    return query
    with
    calls as materialized (
        select
            c::ai.calls as call, c.user_id, c.id, c.hold, c.charge, c.cost, c.settled_at, c.created_at,
            c.reservation_id, c.is_uncollected,
            case
                when c.settled_at is not null and p.id is not null then ai.cost(
                    p,
                    c.earlier || case
                        when c.input_tokens is not null then (
                            c.input_tokens, c.cached_input_tokens, c.cache_write_5m_tokens,
                            c.cache_write_1h_tokens, c.output_tokens, c.reasoning_tokens
                        )::ai.usage
                    end,
                    c.credits_per_usd
                )
            end as recomputed,
            p.id is not null as is_priced,
            p.provider = c.provider and p.model = c.model
                and p.effective @> c.created_at as is_its_price,
            r.user_id is not null as is_reserved,
            r.status, r.charged, r.amount, r.expires_at
        from (
            select n.* from ai.calls n
            union all
            select a.* from ai.archived_calls a
        ) c
        left join ai.prices p on p.id = c.price_id
        left join credits.all_reservations r on r.user_id = c.user_id and r.id = c.reservation_id
        where p_user_id is null or c.user_id = p_user_id
    ),
    counters as (
        select
            k.user_id, k.budget_id, k.starts_on, k.held, k.spent,
            coalesce(sum(c.hold) filter (where c.settled_at is null), 0) as expected_held,
            coalesce(sum(c.charge), 0) as expected_spent
        from ai.budget_counters k
        join ai.budgets b on b.id = k.budget_id
        left join calls c
            on c.user_id = k.user_id
            and usage.window_start(b.period, c.created_at) = k.starts_on
            and ai.is_budgeted(
                b, c.user_id, (c.call).api_key_id, (c.call).provider, (c.call).model
            )
        where
            (p_user_id is null or k.user_id = p_user_id)
            and k.starts_on >= (v_since at time zone 'UTC')::date
        group by k.user_id, k.budget_id, k.starts_on
    )
    select c.user_id, 'a call has the price of its model and time', c.id::text,
        null::numeric, null::numeric
    from calls c
    where not c.is_priced or not c.is_its_price
    union all
    select c.user_id, 'what a call cost can be recomputed', c.id::text,
        c.recomputed, c.cost::numeric
    from calls c
    where c.settled_at is not null and c.recomputed is distinct from c.cost
    union all
    select c.user_id, 'a call is charged its cost, at most its hold', c.id::text,
        least(c.cost, c.hold), c.charge::numeric
    from calls c
    where c.settled_at is not null and not c.is_uncollected and c.charge <> least(c.cost, c.hold)
    union all
    select c.user_id, 'a call has its reservation', c.id::text, c.hold::numeric, c.amount::numeric
    from calls c
    where
        c.hold > 0 and c.amount is distinct from c.hold
        and (c.is_reserved or c.created_at >= v_reserved_since)
    union all
    select c.user_id, 'a reservation is charged what its call is', c.id::text,
        c.charge::numeric, c.charged::numeric
    from calls c
    where
        c.is_reserved and c.settled_at is not null and not c.is_uncollected
        and (c.charged <> c.charge or (c.status = 'confirmed') <> (c.charge > 0))
    union all
    select c.user_id, 'a settled call holds nothing', c.id::text, 0, c.amount::numeric
    from calls c
    -- One whose time was over before is ended when next anybody looks.
    where c.status = 'reserved' and c.expires_at > c.settled_at
    union all
    select c.user_id, 'a call before swept_to is settled', c.id::text, null, c.hold::numeric
    from calls c
    where c.settled_at is null and c.created_at < v_swept_to
    union all
    select k.user_id, 'calls add up to what a budget holds', k.budget_id || ' ' || k.starts_on,
        k.expected_held, k.held::numeric
    from counters k
    where k.expected_held <> k.held
    union all
    select k.user_id, 'calls add up to what a budget spent', k.budget_id || ' ' || k.starts_on,
        k.expected_spent, k.spent::numeric
    from counters k
    where k.expected_spent <> k.spent;
end
$$;

grant execute on function ai.verify(uuid) to service_role;
comment on function ai.verify(uuid) is
    'Proves the receipts of one user''s model calls, or of all: a row for every invariant that does not hold, none when sound.';
