create or replace view api.ledger_entries with (security_invoker = true) as
select
    l.user_id,
    l.sequence,
    l.kind,
    l.amount,
    l.balance,
    l.grant_id,
    l.reservation_id,
    l.created_at
from credits.all_entries l;

grant select on api.ledger_entries to authenticated, service_role;
comment on view api.ledger_entries is 'Every movement of the user''s credits, in order.';
