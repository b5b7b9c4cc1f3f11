create or replace view api.chat_share_links with (security_invoker = true) as
select
    l.user_id,
    l.id,
    l.session_id,
    l.expires_at,
    l.withdrawn_at,
    l.created_at
from chat.share_links l;

grant select on api.chat_share_links to authenticated, service_role;
comment on view api.chat_share_links is
    'Links by which the user''s chat sessions can be read. Never a token.';
