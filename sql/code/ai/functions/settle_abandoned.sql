-- Calls are found by when they were made, from where all before are settled. Each is looked at
-- again once its account is locked: an instance that is alive may note or settle it meanwhile.
-- Definer because callers have no right on the tables.
create or replace function ai.settle_abandoned(
    p_limit integer default 500,
    p_at timestamptz default clock_timestamp()
)
returns integer
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    v_swept_to timestamptz;
    v_since timestamptz;
    v_due record;
    v_ending ai.ending;
    v_settlement ai.settlement;
    v_settled integer := 0;
    v_seen integer := 0;
begin
    if p_limit is null or p_limit < 1 then
        perform ops.fail('TH001', 'limit', 'limit is at least 1');
    end if;
    v_ending.outcome := 'abandoned';
    select w.swept_to into strict v_swept_to from ai.sweeps w;
    select p_at - s.abandoned_after into strict v_since from ai.settings s;

    for v_due in
        select c.user_id, c.id, c.attempt
        from ai.calls c
        where
            c.created_at >= v_swept_to and c.created_at < v_since
            and c.settled_at is null and c.noted_at < v_since
        order by c.created_at
        limit p_limit
    loop
        v_seen := v_seen + 1;
        -- Somebody is at work on it; the next sweep comes soon.
        perform from credits.accounts a
        where a.user_id = v_due.user_id
        for no key update skip locked;
        continue when not found;
        v_ending.user_id := v_due.user_id;
        v_ending.call_id := v_due.id;
        v_ending.attempt := v_due.attempt;
        v_settlement := ai.settle_apart(v_ending, p_at, v_since);
        if v_settlement.outcome = 'abandoned' then
            v_settled := v_settled + 1;
        end if;
    end loop;

    if v_seen < p_limit then
        -- What a transaction made that has not ended yet is not seen: none takes this long.
        update ai.sweeps w
        set swept_to = s.swept_to
        from (
            select
                least(
                    (
                        select min(c.created_at)
                        from ai.calls c
                        where c.created_at >= v_swept_to and c.settled_at is null
                    ),
                    p_at - interval '15 minutes'
                ) as swept_to
        ) s
        where w.swept_to < s.swept_to;
    end if;
    return v_settled;
end
$$;

grant execute on function ai.settle_abandoned(integer, timestamptz) to service_role;
comment on function ai.settle_abandoned(integer, timestamptz) is
    'Settles up to p_limit calls that nobody has noted for ai.settings.abandoned_after, by what is known of them, or releases them when nothing is. Answers how many. Raises TH001 with the field.';
