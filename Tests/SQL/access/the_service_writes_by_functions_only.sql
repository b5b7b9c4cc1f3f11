-- The service role moves credits by functions, and writes no table itself.
begin;
select plan(30);

select tests.a_user(10) as user_id \gset

select is(tests.attempt('service_role', null, refused.sql), '42501', refused.sql)
from unnest(array[
    'update credits.accounts set available = 1000000',
    'insert into credits.grants default values',
    'update credits.reservations set status = ''released''',
    'delete from credits.ledger_entries',
    'update credits.ledger_entries set amount = 1',
    'truncate credits.ledger_entries',
    'delete from credits.idempotency_keys',
    'delete from credits.archived_entries',
    'delete from credits.checkpoints',
    'insert into credits.drops default values',
    'select credits.make_checkpoints(1, null, null, null)',
    'select credits.drop_month(1, null, null)',
    'insert into credits.refunds default values',
    'update credits.revocations set owed = 0',
    'update credits.compensations set status = ''queued''',
    'select credits.claw_back(null, null, 1, now())',
    'select credits.open_archive(''2020-01'')',
    'insert into credits.metadata_keys (key, description) values (''x'', ''x'')',
    'insert into audit.log (actor_role, operation, relation) values (''a'', ''b'', ''c'')',
    'delete from audit.log',
    'update ops.error_codes set http_status = 400',
    'select * from auth.users',
    'create table api.mine (id integer)',
    'create schema mine',
    'create temporary table mine (id integer)',
    'select credits.settle(null)',
    'select ops.fail(''TH001'')'
]) as refused (sql);
select is(
    tests.attempt(
        'service_role',
        null,
        format('select (api.reserve(%L, 1, ''story'')).amount', :'user_id')
    ),
    '1',
    'it reserves'
);
select is(
    tests.attempt('service_role', null, 'select count(*) >= 0 from audit.log'),
    'true',
    'it reads the log'
);
select is(
    tests.attempt('service_role', null, 'select count(*) from credits.accounts'),
    (select count(*)::text from credits.accounts),
    'it reads every account'
);

select * from finish();
rollback;
