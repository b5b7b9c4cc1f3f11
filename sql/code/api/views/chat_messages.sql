create or replace view api.chat_messages with (security_invoker = true) as
select
    m.user_id,
    m.id,
    m.session_id,
    m.ordinal,
    m.role,
    m.content,
    m.status,
    m.run_id,
    case m.role when 'assistant' then r.charge end as charge,
    m.created_at
from chat.messages m
left join chat.runs r on r.user_id = m.user_id and r.id = m.run_id;

grant select on api.chat_messages to authenticated, service_role;
comment on view api.chat_messages is
    'What was said in the user''s chat sessions, as text, and what answers cost.';
