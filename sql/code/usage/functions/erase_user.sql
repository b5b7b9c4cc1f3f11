-- An event's id is given by whoever recorded it, and may say anything. That the same isn't counted twice doesn't
-- matter any more: the account is nobody's.
create or replace function usage.erase_user(p_user_id uuid, p_limit integer)
returns integer
language plpgsql
volatile
security invoker
set search_path = pg_catalog, pg_temp
as $$
declare
    v_total integer := 0;
    v_count integer;
begin
    update usage.events e
    set event_id = 'erased ' || gen_random_uuid(), job_id = null, metadata = '{}'
    where (e.user_id, e.event_id) in (
        select d.user_id, d.event_id
        from usage.events d
        where d.user_id = p_user_id and d.event_id !~ '^erased [0-9a-f-]{36}$'
        limit p_limit
    );
    get diagnostics v_count = row_count;
    v_total := v_total + v_count;

    update usage.archived_events e
    set event_id = 'erased ' || gen_random_uuid(), job_id = null, metadata = '{}'
    where (e.user_id, e.event_id, e.at) in (
        select d.user_id, d.event_id, d.at
        from usage.archived_events d
        where d.user_id = p_user_id and d.event_id !~ '^erased [0-9a-f-]{36}$'
        limit p_limit
    );
    get diagnostics v_count = row_count;
    v_total := v_total + v_count;
    delete from usage.past_events p
    where (p.user_id, p.digest) in (
        select d.user_id, d.digest from usage.past_events d where d.user_id = p_user_id limit p_limit
    );
    get diagnostics v_count = row_count;
    return v_total + v_count;
end
$$;

comment on function usage.erase_user(uuid, integer) is
    'Takes away what anybody has written about up to p_limit of a deleted account''s events; their sums stay. Answers how many.';
