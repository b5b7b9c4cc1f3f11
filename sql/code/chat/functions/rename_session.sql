create or replace function chat.rename_session(p_user_id uuid, p_session_id uuid, p_title text)
returns chat.session
language plpgsql
volatile
security invoker
set search_path = pg_catalog, pg_temp
as $$
declare
    v_request chat.request := chat.read_request(jsonb_build_object('title', p_title));
    v_session chat.session;
begin
    update chat.sessions s
    set title = v_request.title, titled_by = 'user'
    where s.user_id = p_user_id and s.id = p_session_id
    returning s.id, s.title, s.created_at, s.updated_at into v_session;
    if not found then
        perform ops.fail('TH404', 'session');
    end if;
    return v_session;
end
$$;

comment on function chat.rename_session(uuid, uuid, text) is
    'Names a session, which no model does from then on. Raises TH001 with the field, TH404 (session).';
