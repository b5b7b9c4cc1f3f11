-- Definer because callers have no right on the tables.
create or replace function identity.revoke_api_key(p_user_id uuid, p_id uuid)
returns void
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
begin
    update identity.api_keys k
    set revoked_at = coalesce(k.revoked_at, now())
    where k.id = p_id and (p_user_id is null or k.user_id = p_user_id);
    if not found then
        perform ops.fail('TH404', 'api_key');
    end if;
end
$$;

grant execute on function identity.revoke_api_key(uuid, uuid) to service_role;
comment on function identity.revoke_api_key(uuid, uuid) is
    'Ends the key p_id of p_user_id (null: of anybody) at once and for good; again changes nothing. Raises TH404.';
