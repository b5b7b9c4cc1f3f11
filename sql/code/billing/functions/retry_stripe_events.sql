-- Events that somebody else has locked are being tried by them.
-- Definer because callers have no right on the tables.
create or replace function billing.retry_stripe_events(p_limit integer default 100)
returns integer
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    v_event billing.stripe_events;
    v_count integer := 0;
begin
    if p_limit is null or p_limit < 1 then
        perform ops.fail('TH001', 'limit', 'limit is at least 1');
    end if;

    for v_event in
        select e.*
        from billing.stripe_events e
        where e.next_attempt_at <= clock_timestamp()
        order by e.next_attempt_at, e.id
        limit p_limit
        for update skip locked
    loop
        update billing.stripe_events e set attempts = e.attempts + 1 where e.id = v_event.id;
        perform billing.run_stripe_event(v_event);
        v_count := v_count + 1;
    end loop;
    return v_count;
end
$$;

grant execute on function billing.retry_stripe_events(integer) to service_role;
comment on function billing.retry_stripe_events(integer) is
    'Tries up to p_limit events again that failed and are due: after 1, 2, 4 … minutes, at most 12 hours, and 12 times in all. Answers how many. Raises TH001 with the field.';
