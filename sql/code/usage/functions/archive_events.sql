-- Moves what is old, some at a time, as credits.archive does: copies, then removes what the copies hold, which a
-- trigger checks. Nobody changes such an event any more; the id stays known from the same moment on.
create or replace function usage.archive_events(p_before timestamptz, p_limit integer)
returns integer
language plpgsql
volatile
security invoker
set search_path = pg_catalog, pg_temp
as $$
declare
    v_events usage.events[];
begin
    perform pg_advisory_xact_lock(hashtextextended('usage.archive_events', 0));
    select array_agg(m::usage.events) into v_events
    from (
        select e.*
        from usage.events e
        where e.at < p_before
        limit p_limit
        for update
    ) m;
    if v_events is null then
        return 0;
    end if;

    perform ops.open_month('usage.archived_events', m.month)
    from (
        select distinct date_trunc('month', e.at, 'UTC') as month from unnest(v_events) e
    ) m;
    insert into usage.archived_events select e.* from unnest(v_events) e;
    insert into usage.past_events (user_id, digest, at)
    select e.user_id, usage.event_digest(e.event_id), e.at
    from unnest(v_events) e;
    delete from usage.events e
    using unnest(v_events) m
    where e.user_id = m.user_id and e.event_id = m.event_id;
    return cardinality(v_events);
end
$$;

comment on function usage.archive_events(timestamptz, integer) is
    'Archives up to p_limit events of before p_before. Answers how many. Raises TH500 when the archive has one otherwise.';
