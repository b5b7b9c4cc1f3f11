-- Definer because it is for the user who asks alone, whom nobody else can name.
create or replace function api.share_chat_session(session_id uuid, ttl interval default '7 days')
returns chat.share
language sql
volatile
security definer
begin atomic
    select chat.share_session(
        p_user_id => auth.uid(),
        p_session_id => share_chat_session.session_id,
        p_ttl => share_chat_session.ttl
    );
end;

grant execute on function api.share_chat_session(uuid, interval) to authenticated;
comment on function api.share_chat_session(uuid, interval) is
    'Makes a link by which anybody may read a chat session of the user who asks, for a minute to 90 days. Its token is shown once. Raises TH001, TH403, TH404.';
