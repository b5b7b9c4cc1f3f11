create or replace function chat.create_session(p_user_id uuid, p_title text default null)
returns chat.session
language plpgsql
volatile
security invoker
set search_path = pg_catalog, pg_temp
as $$
declare
    v_request chat.request;
    v_session chat.session;
begin
    if p_user_id is null then
        perform ops.fail_argument('user_id', null);
    elsif p_title is not null then
        v_request := chat.read_request(jsonb_build_object('title', p_title));
    end if;
    insert into chat.sessions (user_id, title, titled_by)
    values (p_user_id, v_request.title, case when p_title is null then 'nobody' else 'user' end)
    returning id, title, created_at, updated_at into strict v_session;
    return v_session;
exception
    when foreign_key_violation then
        perform ops.fail('TH404', 'user');
        return null;
end
$$;

comment on function chat.create_session(uuid, text) is
    'Opens a session for a user; without p_title it is named by its first message. Raises TH001 with the field, TH404 (user).';
