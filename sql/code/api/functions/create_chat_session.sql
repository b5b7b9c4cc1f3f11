-- Definer because it is for the user who asks alone, whom nobody else can name.
create or replace function api.create_chat_session(title text default null)
returns chat.session
language sql
volatile
security definer
begin atomic
    select chat.create_session(p_user_id => auth.uid(), p_title => create_chat_session.title);
end;

grant execute on function api.create_chat_session(text) to authenticated;
comment on function api.create_chat_session(text) is
    'Opens a chat session for the user who asks; without a title it is named by its first message. Raises TH001, TH404.';
