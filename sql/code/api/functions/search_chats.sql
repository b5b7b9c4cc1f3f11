-- Definer because it is for the user who asks alone, whom nobody else can name.
create or replace function api.search_chats(query text)
returns setof chat.hit
language sql
stable
security definer
begin atomic
    select * from chat.search(p_user_id => auth.uid(), p_query => search_chats.query);
end;

grant execute on function api.search_chats(text) to authenticated;
comment on function api.search_chats(text) is
    'What the user who asks has said or was told, and titles, newest first, 50 at most. Raises TH001.';
