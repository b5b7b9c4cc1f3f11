-- As usage.archive_events. One that isn't settled is left, however old it is.
create or replace function ai.archive_calls(p_before timestamptz, p_limit integer)
returns integer
language plpgsql
volatile
security invoker
set search_path = pg_catalog, pg_temp
as $$
declare
    v_calls ai.calls[];
begin
    perform pg_advisory_xact_lock(hashtextextended('ai.archive_calls', 0));
    select array_agg(m::ai.calls) into v_calls
    from (
        select c.*
        from ai.calls c
        where c.created_at < p_before and c.settled_at is not null
        order by c.created_at
        limit p_limit
        for update
    ) m;
    if v_calls is null then
        return 0;
    end if;

    perform ops.open_month('ai.archived_calls', m.month)
    from (
        select distinct date_trunc('month', c.created_at, 'UTC') as month from unnest(v_calls) c
    ) m;
    insert into ai.archived_calls select c.* from unnest(v_calls) c;
    delete from ai.calls c
    using unnest(v_calls) m
    where c.user_id = m.user_id and c.id = m.id;
    return cardinality(v_calls);
end
$$;

comment on function ai.archive_calls(timestamptz, integer) is
    'Archives up to p_limit settled calls of before p_before, the oldest first. Answers how many. Raises TH500 when the archive has one otherwise.';
