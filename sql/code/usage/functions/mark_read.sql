-- Definer because users have no right to write.
create or replace function usage.mark_read(p_user_id uuid, p_ids uuid[] default null)
returns integer
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    v_count integer;
begin
    if p_user_id is null then
        perform ops.fail_argument('user_id', null);
    elsif cardinality(p_ids) > 1000 then
        perform ops.fail('TH001', 'ids', 'ids are at most 1000');
    end if;

    update usage.alerts a
    set read_at = clock_timestamp()
    where a.user_id = p_user_id and a.read_at is null and (p_ids is null or a.id = any(p_ids));
    get diagnostics v_count = row_count;
    return v_count;
end
$$;

comment on function usage.mark_read(uuid, uuid[]) is
    'Notes that a user has seen alerts, all without p_ids; answers how many were not read yet. Raises TH001 with the field.';
