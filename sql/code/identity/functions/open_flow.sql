create or replace function identity.open_flow(p_user_id uuid, p_method text, p_request jsonb)
returns void
language plpgsql
volatile
security invoker
set search_path = pg_catalog, pg_temp
as $$
begin
    if identity.text_of(p_request, 'code_challenge') is null then
        return;
    end if;
    -- Only the newest link leads anywhere, and so does its challenge.
    delete from auth.flow_state f
    where f.user_id = p_user_id and f.authentication_method = p_method;
    insert into auth.flow_state (
        user_id, auth_code, code_challenge_method, code_challenge, provider_type,
        authentication_method
    ) values (
        p_user_id,
        identity.new_token(),
        lower(identity.text_of(p_request, 'code_challenge_method'))::auth.code_challenge_method,
        identity.text_of(p_request, 'code_challenge'),
        'email',
        p_method
    );
end
$$;

comment on function identity.open_flow(uuid, text, jsonb) is
    'Keeps the PKCE challenge of a request, if it has one, for when its link is followed.';
