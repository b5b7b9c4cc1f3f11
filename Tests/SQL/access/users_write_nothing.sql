-- No user writes a row, the own or another's, to any table or through any view. A view of two tables
-- takes no row from anybody (55000).
begin;
select plan(131);

select tests.a_user(10) as user_id \gset

select is(
    tests.attempt(who.role, :'user_id', format(change.sql, target.relation)),
    case when target.relation in ('api.credit_usage', 'api.ledger_entries') then '55000' else '42501' end,
    format('%s: %s', who.role, format(change.sql, target.relation))
)
from (values ('anon'), ('authenticated')) as who (role)
cross join unnest(array[
    'credits.accounts', 'credits.grants', 'credits.reservations', 'credits.ledger_entries',
    'credits.archived_entries', 'credits.archived_reservations', 'credits.drops', 'credits.checkpoints',
    'credits.checkpoint_grants', 'credits.checkpoint_reservations', 'credits.kept_entries', 'credits.refunds', 'credits.revocations',
    'credits.compensations', 'api.revocations',
    'credits.idempotency_keys', 'credits.metadata_keys', 'audit.log', 'ops.error_codes', 'api.credit_grants',
    'api.credit_usage', 'api.ledger_entries'
]) as target (relation)
cross join unnest(array['insert into %s default values', 'delete from %s']) as change (sql)
order by who.role, target.relation, change.sql;
select is(
    tests.attempt(who.role, :'user_id', format('truncate %s', target.relation)),
    '42501',
    format('%s: truncate %s', who.role, target.relation)
)
from (values ('anon'), ('authenticated')) as who (role)
cross join unnest(array[
    'credits.accounts', 'credits.grants', 'credits.reservations', 'credits.ledger_entries',
    'credits.archived_entries', 'credits.archived_reservations', 'credits.drops', 'credits.checkpoints',
    'credits.checkpoint_grants', 'credits.checkpoint_reservations', 'credits.kept_entries', 'credits.refunds', 'credits.revocations',
    'credits.compensations',
    'credits.idempotency_keys', 'credits.metadata_keys', 'audit.log', 'ops.error_codes'
]) as target (relation)
order by who.role, target.relation;
select is(
    tests.attempt('authenticated', :'user_id', changed.sql),
    case when changed.sql ~ 'api.(credit_usage|ledger_entries)' then '55000' else '42501' end,
    changed.sql
)
from unnest(array[
    'update credits.accounts set available = 1000000',
    'update credits.grants set remaining = amount',
    'update credits.reservations set status = ''released''',
    'update credits.ledger_entries set amount = 1',
    'update api.credit_grants set remaining = amount',
    'update api.credit_usage set description = ''x''',
    'update api.ledger_entries set amount = 1'
]) as changed (sql);

select * from finish();
rollback;
