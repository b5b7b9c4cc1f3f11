-- Definer because whoever has the token may read what is another's.
create or replace function api.shared_chat(token text, after bigint default 0)
returns chat.shared_session
language sql
stable
security definer
begin atomic
    select chat.read_share(p_token => shared_chat.token, p_after => shared_chat.after);
end;

grant execute on function api.shared_chat(text, bigint) to anon, authenticated;
comment on function api.shared_chat(text, bigint) is
    'What a share link shows: title and messages of a chat session, 100 at a time, those after an ordinal. Raises TH404, the same for a token that is unknown, has expired or was withdrawn.';
