create or replace function identity.issue_auth_code(p_user_id uuid, p_method text)
returns text
language plpgsql
volatile
security invoker
set search_path = pg_catalog, pg_temp
as $$
declare
    v_code text := gen_random_uuid();
begin
    update auth.flow_state f
    set
        auth_code = identity.digest('auth code', v_code),
        auth_code_issued_at = clock_timestamp(),
        updated_at = clock_timestamp()
    where
        f.user_id = p_user_id and f.authentication_method = p_method
        and f.auth_code_issued_at is null;
    return case when found then v_code end;
end
$$;

comment on function identity.issue_auth_code(uuid, text) is
    'The code by which whoever knows the verifier of the open PKCE flow gets a session, within 5 minutes; null when no flow is open.';
