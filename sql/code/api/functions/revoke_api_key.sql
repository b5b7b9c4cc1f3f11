-- Definer because users may not revoke keys as a service does.
create or replace function api.revoke_api_key(id uuid)
returns void
language sql
volatile
security definer
begin atomic
    select identity.revoke_api_key(
        p_user_id => identity.key_owner(null),
        p_id => revoke_api_key.id
    );
end;

grant execute on function api.revoke_api_key(uuid) to authenticated, service_role;
comment on function api.revoke_api_key(uuid) is
    'Of a user their own key, of a service any. See identity.revoke_api_key. Raises TH403, TH404.';
