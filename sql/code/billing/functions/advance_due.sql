-- Nothing depends on it: whatever asks reckons with the time. It keeps rows and history close to true.
-- Subscriptions that somebody else has locked are being advanced by them, or are left to the next run.
-- Definer because callers have no right on the tables.
create or replace function billing.advance_due(p_limit integer default 500)
returns integer
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    v_at timestamptz := clock_timestamp();
    v_subscription billing.subscriptions;
    v_count integer := 0;
begin
    if p_limit is null or p_limit < 1 then
        perform ops.fail('TH001', 'limit', 'limit is at least 1');
    end if;

    for v_subscription in
        select s.*
        from billing.subscriptions s
        cross join billing.settings o
        where
            s.status in ('trialing', 'active', 'past_due')
            and s.current_period_end_at <= v_at
            and (
                s.status <> 'past_due'
                or s.current_period_end_at <= v_at - make_interval(hours => 24 * o.grace_days)
            )
        order by s.current_period_end_at, s.user_id
        limit p_limit
        for update of s skip locked
    loop
        perform billing.advance(v_subscription, v_at);
        v_count := v_count + 1;
    end loop;
    return v_count;
end
$$;

grant execute on function billing.advance_due(integer) to service_role;
comment on function billing.advance_due(integer) is
    'Renews, cancels or ends up to p_limit subscriptions whose period is over. Answers how many. Raises TH001 with the field.';
