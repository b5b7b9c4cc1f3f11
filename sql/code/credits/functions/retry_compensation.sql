-- Definer because callers have no right on the tables.
create or replace function credits.retry_compensation(p_user_id uuid, p_id uuid)
returns credits.compensations
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    v_compensation credits.compensations;
begin
    perform from credits.accounts a where a.user_id = p_user_id for no key update;

    update credits.compensations c
    set status = 'queued', attempts = 0, next_attempt_at = clock_timestamp()
    where c.user_id = p_user_id and c.id = p_id and c.status = 'failed';

    select c.* into v_compensation
    from credits.compensations c
    where c.user_id = p_user_id and c.id = p_id;
    if not found then
        perform ops.fail('TH404', 'compensation');
    end if;
    return v_compensation;
end
$$;

grant execute on function credits.retry_compensation(uuid, uuid) to service_role;
comment on function credits.retry_compensation(uuid, uuid) is
    'Puts a compensation that has failed for good back into the queue, and answers it; any other stays as it is. Raises TH404, also for another user''s.';
