-- One that is yet to be tried again keeps what it says.
create or replace function billing.empty_events(
    p_after timestamptz,
    p_before timestamptz,
    p_limit integer
)
returns bigint
language plpgsql
volatile
security invoker
set search_path = pg_catalog, pg_temp
as $$
declare
    v_id text;
    v_count bigint := 0;
begin
    for v_id in
        select e.id
        from billing.stripe_events e
        where
            e.received_at < p_before
            -- Some days more, for what was tried again meanwhile.
            and (p_after is null or e.received_at >= p_after - interval '7 days')
            and e.next_attempt_at is null and not e.payload ? 'erased'
        order by e.received_at
        limit p_limit
        for update skip locked
    loop
        perform billing.erase_event(v_id);
        v_count := v_count + 1;
    end loop;
    return v_count;
end
$$;

comment on function billing.empty_events(timestamptz, timestamptz, integer) is
    'Takes away what up to p_limit events of before p_before told, where all of before p_after has been done. Answers how many.';
