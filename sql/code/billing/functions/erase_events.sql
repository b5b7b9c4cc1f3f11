-- One that is yet to be tried again keeps what it says until then.
create or replace function billing.erase_events(
    p_user_ids uuid[],
    p_after timestamptz default null,
    p_after_id text default null,
    p_limit integer default 5000
)
returns billing.erased_events
language plpgsql
volatile
security invoker
set search_path = pg_catalog, pg_temp
as $$
declare
    v_event record;
    v_count integer := 0;
    v_batch billing.erased_events;
begin
    v_batch.erased := 0;
    for v_event in
        select e.id, e.received_at, coalesce(a.payload, e.payload) as payload, e.next_attempt_at
        from billing.stripe_events e
        left join billing.archived_payloads a on a.id = e.id and a.received_at = e.received_at
        where p_after is null or (e.received_at, e.id) > (p_after, p_after_id)
        order by e.received_at, e.id
        limit p_limit
    loop
        v_count := v_count + 1;
        v_batch.last_received_at := v_event.received_at;
        v_batch.last_id := v_event.id;
        if
            v_event.next_attempt_at is null and not v_event.payload ? 'erased'
            and exists (
                select from billing.mentions_of(v_event.payload) m (user_id)
                where m.user_id = any(p_user_ids)
            )
        then
            perform billing.erase_event(v_event.id);
            v_batch.erased := v_batch.erased + 1;
        end if;
    end loop;
    if v_count < p_limit then
        v_batch.last_received_at := null;
        v_batch.last_id := null;
    end if;
    return v_batch;
end
$$;

comment on function billing.erase_events(uuid[], timestamptz, text, integer) is
    'Takes away what up to p_limit events, after the one (p_after, p_after_id) in the order in which they came, told of users.';
