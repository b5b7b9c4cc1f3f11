-- A batch is bounded by the users that it looks at, not by those it finds due, so that each takes
-- about as long. Accounts that somebody else has locked are left to the next run.
-- Definer because callers have no right on the tables.
create or replace function credits.refresh_due(
    p_limit integer default 500,
    p_after uuid default null
)
returns credits.refresh_batch
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    v_at timestamptz := clock_timestamp();
    v_period credits.period := to_char(v_at at time zone 'UTC', 'YYYY-MM');
    v_user_id uuid;
    v_is_due boolean;
    v_count integer := 0;
    v_refreshed integer := 0;
begin
    if p_limit is null or p_limit < 1 then
        perform ops.fail('TH001', 'limit', 'limit is at least 1');
    end if;

    for v_user_id, v_is_due in
        select n.user_id, coalesce(p.monthly_credits, 0) > 0
        from (
            select a.user_id, billing.plan_of(a.user_id) as plan
            from credits.accounts a
            where
                (p_after is null or a.user_id > p_after)
                and not exists (
                    select
                    from credits.monthly_refreshes m
                    where m.user_id = a.user_id and m.period = v_period
                )
                and not exists (select from ops.erasures e where e.user_id = a.user_id)
            order by a.user_id
            limit p_limit
        ) n
        left join billing.plans p on p.id = n.plan
        order by n.user_id
    loop
        v_count := v_count + 1;
        continue when not v_is_due;

        perform from credits.accounts a where a.user_id = v_user_id for no key update skip locked;
        continue when not found or exists (
            select
            from credits.monthly_refreshes m
            where m.user_id = v_user_id and m.period = v_period
        );
        begin
            perform credits.refresh(v_user_id, v_period, v_at);
            v_refreshed := v_refreshed + 1;
        exception
            when sqlstate 'TH404' then
                -- The user has changed to a plan that gives nothing, or is gone, since the batch began.
                null;
        end;
    end loop;

    return (v_refreshed, case when v_count = p_limit then v_user_id end)::credits.refresh_batch;
end
$$;

grant execute on function credits.refresh_due(integer, uuid) to service_role;
comment on function credits.refresh_due(integer, uuid) is
    'Refreshes, for this month, those of the next p_limit users after p_after by id who have not been. Answers how many, and the user to go on after, or null when none is left. Raises TH001 with the field.';
