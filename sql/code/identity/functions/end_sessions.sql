create or replace function identity.end_sessions(p_user_id uuid, p_except uuid default null)
returns void
language plpgsql
volatile
security invoker
set search_path = pg_catalog, pg_temp
as $$
begin
    -- In the order of their keys, as everybody who ends several does.
    perform from auth.sessions s where s.user_id = p_user_id order by s.id for update;
    delete from auth.sessions s where s.user_id = p_user_id and s.id is distinct from p_except;
end
$$;

comment on function identity.end_sessions(uuid, uuid) is
    'Ends all sessions of a user, or all but one, with their refresh tokens.';
