-- Definer because it is for the user who asks alone, whom nobody else can name.
create or replace function api.rename_chat_session(session_id uuid, title text)
returns chat.session
language sql
volatile
security definer
begin atomic
    select chat.rename_session(
        p_user_id => auth.uid(),
        p_session_id => rename_chat_session.session_id,
        p_title => rename_chat_session.title
    );
end;

grant execute on function api.rename_chat_session(uuid, text) to authenticated;
comment on function api.rename_chat_session(uuid, text) is
    'Names a chat session of the user who asks. Raises TH001, TH404.';
