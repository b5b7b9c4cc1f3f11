-- A call that still runs is left until it is settled, which needs its digest for repeats.
create or replace function ai.erase_user(p_user_id uuid, p_limit integer)
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
    update ai.calls c
    set
        digest = sha256(uuid_send(c.id)),
        run_id = null,
        raw_usage = null,
        provider_request_id = null
    where (c.user_id, c.id) in (
        select d.user_id, d.id
        from ai.calls d
        where
            d.user_id = p_user_id and d.settled_at is not null and d.digest <> sha256(uuid_send(d.id))
        limit p_limit
    );
    get diagnostics v_count = row_count;
    v_total := v_total + v_count;

    update ai.archived_calls c
    set
        digest = sha256(uuid_send(c.id)),
        run_id = null,
        raw_usage = null,
        provider_request_id = null
    where (c.user_id, c.id, c.created_at) in (
        select d.user_id, d.id, d.created_at
        from ai.archived_calls d
        where d.user_id = p_user_id and d.digest <> sha256(uuid_send(d.id))
        limit p_limit
    );
    get diagnostics v_count = row_count;
    return v_total + v_count;
end
$$;

comment on function ai.erase_user(uuid, integer) is
    'Takes away what tells what up to p_limit of a deleted account''s settled calls were about; what they cost stays. Answers how many.';
