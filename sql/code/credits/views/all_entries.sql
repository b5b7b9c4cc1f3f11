create or replace view credits.all_entries with (security_invoker = true) as
select
    l.user_id,
    l.sequence,
    l.kind,
    l.amount,
    l.balance,
    l.grant_id,
    l.reservation_id,
    l.created_at
from credits.ledger_entries l
union all
select
    a.user_id,
    a.sequence,
    a.kind,
    a.amount,
    a.balance,
    a.grant_id,
    a.reservation_id,
    a.created_at
from credits.archived_entries a
union all
select
    k.user_id,
    k.sequence,
    k.kind,
    k.amount,
    k.balance,
    k.grant_id,
    k.reservation_id,
    k.created_at
from credits.kept_entries k;

grant select on credits.all_entries to authenticated, service_role;
comment on view credits.all_entries is 'Ledger entries, wherever they are kept; checkpoints stand for those that were dropped.';
