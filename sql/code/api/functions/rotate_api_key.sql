-- Definer because users may not rotate keys as a service does.
create or replace function api.rotate_api_key(id uuid, overlap interval default '0')
returns identity.issued_api_key
language sql
volatile
security definer
begin atomic
    select identity.rotate_api_key(
        p_user_id => identity.key_owner(null),
        p_id => rotate_api_key.id,
        p_overlap => rotate_api_key.overlap
    );
end;

grant execute on function api.rotate_api_key(uuid, interval) to authenticated, service_role;
comment on function api.rotate_api_key(uuid, interval) is
    'Of a user their own key, of a service any. See identity.rotate_api_key. Raises TH001, TH403, TH404.';
