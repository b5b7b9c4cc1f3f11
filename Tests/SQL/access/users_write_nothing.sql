-- No user writes a row, the own or another's, to any table or through any view.
begin;
select plan(67);

select tests.a_user(10) as user_id \gset

select is(
    tests.attempt(who.role, :'user_id', format(change.sql, target.relation)),
    '42501',
    format('%s: %s', who.role, format(change.sql, target.relation))
)
from (values ('anon'), ('authenticated')) as who (role)
cross join unnest(array[
    'credits.accounts', 'credits.grants', 'credits.reservations', 'credits.ledger_entries',
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
    'credits.idempotency_keys', 'credits.metadata_keys', 'audit.log', 'ops.error_codes'
]) as target (relation)
order by who.role, target.relation;
select is(tests.attempt('authenticated', :'user_id', changed.sql), '42501', changed.sql)
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
