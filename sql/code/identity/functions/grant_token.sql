-- POST /token
-- Definer because whoever signs in has no right on the tables.
create or replace function identity.grant_token(p_request jsonb, p_context jsonb)
returns identity.answer
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
begin
    return case p_context #>> '{query,grant_type}'
        when 'password' then identity.sign_in(p_request, p_context)
        when 'refresh_token' then identity.refresh(p_request, p_context)
        when 'pkce' then identity.exchange_code(p_request, p_context)
        else identity.refuse(400, 'invalid_credentials', 'unsupported_grant_type')
    end;
end
$$;

grant execute on function identity.grant_token(jsonb, jsonb) to thin_auth;
comment on function identity.grant_token(jsonb, jsonb) is
    'POST /token?grant_type=password|refresh_token|pkce: see identity.sign_in, identity.refresh, identity.exchange_code. 400 invalid_credentials for another grant. The bearer token of the request does not count, it may have expired.';
