-- Runs ahead of every request: by the keys of two tables, or not at all for a token without a
-- session. Where Supabase brought auth, the sessions aren't ours to read and its tokens live until
-- they expire.
-- Definer because callers have no right on the tables.
create or replace function identity.check_session()
returns void
language plpgsql
stable
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    v_claims jsonb := auth.jwt();
    v_session_id text := v_claims ->> 'session_id';
    v_banned_until timestamptz;
begin
    if
        v_session_id is null
        or has_table_privilege(to_regclass('auth.sessions'), 'select') is not true
    then
        return;
    end if;
    if v_session_id !~ '^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$' then
        perform ops.fail('TH401');
    end if;

    select u.banned_until into v_banned_until
    from auth.sessions s
    join auth.users u on u.id = s.user_id
    where
        s.id = v_session_id::uuid and s.user_id::text = v_claims ->> 'sub'
        and (s.not_after is null or s.not_after > now()) and u.deleted_at is null;
    if not found then
        perform ops.fail('TH401');
    elsif v_banned_until > now() then
        perform ops.fail('TH403', 'user', 'user is not banned');
    end if;
end
$$;

grant execute on function identity.check_session()
    to anon, authenticated, service_role, authenticator;
comment on function identity.check_session() is
    'Refuses a request whose token is of a session that has ended, or of a user who is gone or banned. Raises TH401, TH403.';
