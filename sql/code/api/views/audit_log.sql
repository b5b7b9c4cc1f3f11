create or replace view api.audit_log with (security_invoker = true) as
select
    l.at,
    l.id,
    l.actor_id,
    l.actor_role,
    l.request_id,
    l.address,
    l.agent,
    l.operation,
    l.relation,
    l.old_values,
    l.new_values,
    l.api_key_id,
    l.xid as transaction_id
from audit.log l;

grant select on api.audit_log to authenticated, service_role;
comment on view api.audit_log is
    'Who changed what, on which request and by which key. Admins and trusted servers read it; users see none of it. Newest first is by transaction_id and id, descending.';
