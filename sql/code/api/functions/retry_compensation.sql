create or replace function api.retry_compensation(user_id uuid, id uuid)
returns credits.compensations
language sql
volatile
security invoker
begin atomic
    select credits.retry_compensation(
        p_user_id => retry_compensation.user_id,
        p_id => retry_compensation.id
    );
end;

grant execute on function api.retry_compensation(uuid, uuid) to service_role;
comment on function api.retry_compensation(uuid, uuid) is
    'See credits.retry_compensation. Raises TH404.';
