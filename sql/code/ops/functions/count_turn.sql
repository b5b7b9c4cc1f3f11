-- The upsert is the count and its lock: of any number at once exactly those pass for whom there is room. Who is
-- refused is not counted. Several classes are counted in the order of their ids, so that none waits in a circle;
-- if one refuses none counts. The plans are always the same, and cost more to make than to run.
-- Definer because the login has no right on the tables.
create or replace function ops.count_turn(p_targets text[], p_claims jsonb, p_address text)
returns ops.turn
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_generic_plan
as $$
declare
    v_at timestamptz;
    v_subject text := left(p_claims ->> 'sub', 200);
    v_class record;
    v_plan text;
    v_pace interval;
    v_ready_at timestamptz;
    v_is_counted boolean;
    v_policy text;
    v_turn ops.turn;
begin
    if p_claims ->> 'role' = 'service_role' then
        return null;
    end if;

    for v_class in
        select
            c.id, c.requests, c.period,
            exists (select from ops.rate_overrides o where o.class = c.id) as has_overrides
        from ops.rate_classes c
        where
            c.is_enabled
            and c.id in (
                select l.class from ops.rate_limits l where l.kind || ' ' || l.name = any(p_targets)
            )
        order by c.id
    loop
        -- Most classes have none, and then nobody's plan is looked up.
        if
            v_class.has_overrides
            and v_subject ~ '^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$'
        then
            v_plan := billing.plan_of(v_subject::uuid);
            select coalesce(max(o.requests), v_class.requests), coalesce(max(o.period), v_class.period)
            into strict v_class.requests, v_class.period
            from ops.rate_overrides o
            where o.class = v_class.id and o.plan = v_plan;
        end if;
        -- Rounded down, or the last of a burst would be a microsecond too early.
        v_pace := make_interval(
            secs => floor(extract(epoch from v_class.period) * 1000000 / v_class.requests) / 1000000
        );
        v_policy := format(
            '"%s";q=%s;w=%s', v_class.id, v_class.requests, ceil(extract(epoch from v_class.period))
        );
        insert into ops.rate_counters as n (class, subject, ready_at)
        values (
            v_class.id,
            coalesce('user ' || v_subject, 'network ' || ops.network_of(p_address)),
            clock_timestamp() + v_pace
        )
        -- By the clock as it is once the row is locked: who has waited for others may have come before them.
        on conflict (class, subject) do update
        set ready_at = greatest(n.ready_at, clock_timestamp()) + v_pace
        where greatest(n.ready_at, clock_timestamp()) + v_pace <= clock_timestamp() + v_class.period
        returning n.ready_at into v_ready_at;
        v_is_counted := found;
        v_at := clock_timestamp();
        if not v_is_counted then
            select n.ready_at into v_ready_at
            from ops.rate_counters n
            where
                n.class = v_class.id
                and n.subject = coalesce('user ' || v_subject, 'network ' || ops.network_of(p_address));
            perform ops.fail(
                'TH429',
                greatest(ceil(extract(epoch from v_ready_at + v_pace - v_class.period - v_at)), 1)::text,
                v_policy
            );
        end if;

        v_turn := (
            concat_ws(', ', v_turn.policy, v_policy),
            concat_ws(
                ', ',
                v_turn.state,
                format(
                    '"%s";r=%s;t=%s',
                    v_class.id,
                    greatest(
                        floor(
                            extract(epoch from v_at + v_class.period - v_ready_at)
                            / extract(epoch from v_pace)
                        ),
                        0
                    ),
                    greatest(ceil(extract(epoch from v_ready_at - v_at)), 0)
                )
            )
        );
    end loop;
    return v_turn;
end
$$;

grant execute on function ops.count_turn(text[], jsonb, text) to authenticator;
comment on function ops.count_turn(text[], jsonb, text) is
    'Counts one request for its targets, each a kind and a name of ops.rate_limits: for the user of its token, else for its network; a trusted server''s never. Answers what headers say of it, null when nothing limits it. Raises TH429 with the seconds to wait and, as a hint, the policy; then nothing is counted.';
