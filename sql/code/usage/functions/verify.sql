-- Stable, so that both are read from one snapshot.
-- Definer because callers have no right on the tables.
create or replace function usage.verify(p_user_id uuid default null)
returns setof usage.violation
language plpgsql
stable
security definer
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_custom_plan
as $$
declare
    -- Events of before were dropped: of their time the counters are what is left.
    v_since timestamptz := coalesce(
        (select p.done_before from ops.retention_policies p where p.relation = 'usage.archived_events'),
        '-infinity'
    );
begin
    return query
    select
        coalesce(c.user_id, s.user_id), coalesce(c.meter, s.meter)::text, coalesce(c.per, s.per)::text,
        coalesce(c.starts_on, s.starts_on), coalesce(s.quantity, 0), coalesce(c.quantity, 0)::numeric
    from (
        select c.* from usage.counters c where p_user_id is null or c.user_id = p_user_id
    ) c
    full join (
        select
            e.user_id, e.meter::text as meter, w.per,
            usage.window_start(w.per, e.at) as starts_on,
            sum(e.quantity) as quantity, count(*) as events
        from usage.all_events e
        cross join (values ('day'), ('month')) as w (per)
        where p_user_id is null or e.user_id = p_user_id
        group by e.user_id, e.meter, w.per, usage.window_start(w.per, e.at)
    ) s on s.user_id = c.user_id and s.meter = c.meter and s.per = c.per and s.starts_on = c.starts_on
    where
        (c.quantity is distinct from s.quantity or c.events is distinct from s.events)
        and coalesce(c.starts_on, s.starts_on) >= (v_since at time zone 'UTC')::date;
end
$$;

grant execute on function usage.verify(uuid) to service_role;
comment on function usage.verify(uuid) is
    'Proves the counters of one user, or of all: a row for each that is not the sum of its events, wherever they are kept, as far back as they are.';
