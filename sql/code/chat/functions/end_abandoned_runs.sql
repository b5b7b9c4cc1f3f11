-- Definer because callers have no right on the tables.
create or replace function chat.end_abandoned_runs(p_limit integer default 100)
returns integer
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    v_session record;
    v_count integer := 0;
begin
    if p_limit is null or p_limit not between 1 and 10000 then
        perform ops.fail('TH001', 'limit', 'limit is 1 to 10,000');
    end if;
    for v_session in
        select s.user_id, s.id
        from chat.sessions s
        where exists (
            select from chat.runs r
            where
                r.user_id = s.user_id and r.session_id = s.id and r.status = 'running'
                and r.noted_at < clock_timestamp() - (select c.abandoned_after from chat.settings c)
        )
        order by s.user_id, s.id
        limit p_limit
        for no key update of s skip locked
    loop
        perform chat.find_live_run(v_session.user_id, v_session.id);
        v_count := v_count + 1;
    end loop;

    -- Calls of dead services are settled later than their runs end.
    update chat.runs r
    set charge = c.charge
    from ai.calls c
    where
        r.ended_at > clock_timestamp() - interval '1 day' and r.charge is null
        and c.user_id = r.user_id and c.id = r.call_id and c.charge is not null;
    return v_count;
end
$$;

grant execute on function chat.end_abandoned_runs(integer) to service_role;
comment on function chat.end_abandoned_runs(integer) is
    'Ends up to p_limit runs whose service has died, keeping what they said, and fills in what calls cost that were settled since; answers how many. Raises TH001.';
