-- The session's row is the lock under which runs begin and end, and messages get their places.
create or replace function chat.lock_session(p_user_id uuid, p_session_id uuid)
returns chat.sessions
language plpgsql
volatile
security invoker
set search_path = pg_catalog, pg_temp
as $$
declare
    v_session chat.sessions;
begin
    if p_user_id is null then
        perform ops.fail_argument('user_id', null);
    end if;
    select s.* into v_session
    from chat.sessions s
    where s.user_id = p_user_id and s.id = p_session_id
    for no key update;
    if not found then
        perform ops.fail('TH404', 'session');
    end if;
    return v_session;
end
$$;

comment on function chat.lock_session(uuid, uuid) is
    'The user''s session, locked. Raises TH001 without a user, TH404 (session), another''s included.';
