create or replace view api.chat_sessions with (security_invoker = true) as
select
    s.user_id,
    s.id,
    s.title::text as title,
    exists (
        select from chat.runs r
        where r.user_id = s.user_id and r.session_id = s.id and r.status = 'running'
    ) as is_running,
    s.created_at,
    s.updated_at
from chat.sessions s;

grant select on api.chat_sessions to authenticated, service_role;
comment on view api.chat_sessions is
    'Chat sessions of the user, and whether one is being answered. updated_at is when something happened last.';
