create or replace view api.chat_files with (security_invoker = true) as
select
    f.user_id,
    f.id,
    f.session_id,
    f.message_id,
    f.name::text as name,
    f.media_type::text as media_type,
    f.size,
    encode(f.sha256, 'hex') as sha256,
    f.created_at
from chat.files f;

grant select on api.chat_files to authenticated, service_role;
comment on view api.chat_files is
    'Files of the user''s chat sessions, without their content.';
