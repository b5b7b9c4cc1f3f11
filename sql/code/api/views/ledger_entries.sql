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
from credits.all_entries l
union all
-- What was dropped: the balance with which history begins.
select
    c.user_id,
    c.sequence,
    'opening'::credits.entry_kind,
    c.balance::credits.movement,
    c.balance,
    null::uuid,
    null::uuid,
    c.last_at
from credits.checkpoints c
where
    c.balance <> 0
    and exists (select from credits.drops d where d.number = c.number)
    and not exists (
        select
        from credits.checkpoints n
        join credits.drops d on d.number = n.number
        where n.user_id = c.user_id and n.number > c.number
    );

grant select on api.ledger_entries to authenticated, service_role;
comment on view api.ledger_entries is 'Every movement of the user''s credits, in order. Where old months were dropped it begins with the balance after them (opening).';
