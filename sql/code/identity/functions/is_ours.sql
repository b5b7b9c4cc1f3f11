create or replace function identity.is_ours()
returns boolean
language sql
stable
security invoker
begin atomic
    select pg_get_userbyid(n.nspowner) = 'thin_owner' from pg_namespace n where n.nspname = 'auth';
end;

grant execute on function identity.is_ours() to authenticator, service_role, thin_auth;
comment on function identity.is_ours() is
    'Whether people sign up and in here; false where Supabase brought its own schema auth. A service serves /auth/v1 only if so.';
