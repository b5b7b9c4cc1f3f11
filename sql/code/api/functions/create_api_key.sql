-- Definer because users may not make keys as a service does.
create or replace function api.create_api_key(
    name text,
    scopes text[],
    expires_at timestamptz default null,
    user_id uuid default null
)
returns identity.issued_api_key
language sql
volatile
security definer
begin atomic
    select identity.create_api_key(
        p_user_id => identity.key_owner(create_api_key.user_id),
        p_name => create_api_key.name,
        p_scopes => create_api_key.scopes,
        p_expires_at => create_api_key.expires_at
    );
end;

grant execute on function api.create_api_key(text, text[], timestamptz, uuid)
    to authenticated, service_role;
comment on function api.create_api_key(text, text[], timestamptz, uuid) is
    'A user''s own key, or a service''s: for user_id, or for itself without one. See identity.create_api_key. Raises TH001, TH403, TH404.';
