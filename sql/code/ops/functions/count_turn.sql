-- The upsert is the count and its lock: of any number at once exactly those pass for whom there is room. Who is
-- refused is not counted. Several classes are counted in the order of their ids, so that none waits in a circle;
-- if one refuses none counts. The plans are always the same, and cost more to make than to run; by keys, though the
-- tables are so small that one would read them whole, which takes longer all the same.
-- What was counted is a time that depends on the rate. Whoever was last counted before the one in force began, or
-- was changed, would wait or pass for no reason that anybody could see, and is counted anew. Others see a change when
-- it is committed; so it counts from a second after it, which is also what the first that is counted by it is set to.
-- Definer because the login has no right on the tables.
create or replace function ops.count_turn(p_targets text[], p_claims jsonb, p_address text)
returns ops.turn
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_generic_plan
set enable_seqscan = off
as $$
declare
    v_at timestamptz;
    v_looked_at timestamptz := clock_timestamp();
    v_subject text := left(p_claims ->> 'sub', 200);
    v_class record;
    v_plan text;
    v_rate ops.rates;
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
            c.id, r.requests, r.period,
            greatest(lower(r.effective), r.updated_at) + interval '1 second' as since,
            exists (
                select from ops.rates p where p.class = c.id and coalesce(p.plan, '') > ''
            ) as has_plans
        from (
            select distinct l.class
            from unnest(p_targets) t (target)
            join ops.rate_limits l
                on l.kind = split_part(t.target, ' ', 1)
                and l.name = substr(t.target, strpos(t.target, ' ') + 1)
        ) l
        join ops.rate_classes c on c.id = l.class and c.is_enabled
        left join ops.rates r
            on r.class = c.id and coalesce(r.plan, '') = '' and r.effective @> v_looked_at
            -- Follows from it, but has an index.
            and coalesce(upper(r.effective), 'infinity') > v_looked_at
        order by c.id
    loop
        -- Most classes have rates for nobody but everybody, and then nobody's plan is looked up.
        if
            v_class.has_plans
            and v_subject ~ '^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$'
        then
            v_plan := billing.plan_of(v_subject::uuid);
            select r.* into v_rate
            from ops.rates r
            where
                r.class = v_class.id and coalesce(r.plan, '') = v_plan
                and lower(r.effective) <= v_looked_at
                -- What was counted longer ago is over in any case.
                and coalesce(upper(r.effective), 'infinity') > v_looked_at - interval '31 days'
            order by lower(r.effective) desc
            limit 1;
            if v_rate.effective @> v_looked_at then
                v_class.requests := v_rate.requests;
                v_class.period := v_rate.period;
                v_class.since := greatest(lower(v_rate.effective), v_rate.updated_at) + interval '1 second';
            else
                -- Since it has ended those on the plan are as everybody.
                v_class.since := greatest(v_class.since, upper(v_rate.effective) + interval '1 second');
            end if;
        end if;
        continue when v_class.requests is null;

        -- Rounded down, or the last of a burst would be a microsecond too early.
        v_pace := make_interval(
            secs => floor(extract(epoch from v_class.period) * 1000000 / v_class.requests) / 1000000
        );
        v_policy := format(
            '"%s";q=%s;w=%s', v_class.id, v_class.requests, ceil(extract(epoch from v_class.period))
        );
        insert into ops.rate_counters as n (class, subject, ready_at, counted_at)
        values (
            v_class.id,
            coalesce('user ' || v_subject, 'network ' || ops.network_of(p_address)),
            clock_timestamp() + v_pace,
            -- When the rate was looked up, as it may change before the row is locked.
            greatest(v_looked_at, v_class.since)
        )
        -- By the clock as it is once the row is locked: who has waited for others may have come before them.
        on conflict (class, subject) do update
        set
            ready_at = greatest(
                case when n.counted_at >= v_class.since then n.ready_at end, clock_timestamp()
            ) + v_pace,
            counted_at = greatest(n.counted_at, excluded.counted_at)
        where
            n.counted_at < v_class.since
            or greatest(n.ready_at, clock_timestamp()) + v_pace <= clock_timestamp() + v_class.period
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
