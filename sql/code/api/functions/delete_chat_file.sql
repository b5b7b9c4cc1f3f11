-- Definer because it is for the user who asks alone, whom nobody else can name.
create or replace function api.delete_chat_file(id uuid)
returns void
language sql
volatile
security definer
begin atomic
    select chat.delete_file(p_user_id => auth.uid(), p_id => delete_chat_file.id);
end;

grant execute on function api.delete_chat_file(uuid) to authenticated;
comment on function api.delete_chat_file(uuid) is
    'Deletes a file of the user who asks for good. Raises TH404.';
