-- Definer because it is for the user who asks alone, whom nobody else can name.
create or replace function api.delete_chat_session(session_id uuid)
returns void
language sql
volatile
security definer
begin atomic
    select chat.delete_session(
        p_user_id => auth.uid(), p_session_id => delete_chat_session.session_id
    );
end;

grant execute on function api.delete_chat_session(uuid) to authenticated;
comment on function api.delete_chat_session(uuid) is
    'Deletes a chat session of the user who asks with all that belongs to it, for good. Raises TH001, TH404, TH423.';
