-- Row level security is forced on the owner too; its policies let the functions work and no further
-- role.
begin;
select plan(22);

create role tests_stranger;
grant usage on schema credits, ops, audit to tests_stranger;
grant select on all tables in schema credits, ops, audit to tests_stranger;
select tests.a_user(10) as user_id \gset

select is(
    tests.attempt(
        'thin_owner',
        null,
        format('select count(*) from credits.accounts where user_id = %L', :'user_id')
    ),
    '1',
    'accounts'
);
select is(
    tests.attempt(
        'thin_owner', null,
        'insert into credits.metadata_keys (key, description) values (''planted'', ''x'')'
    ),
    'done',
    'metadata keys'
);
select is(
    tests.attempt('thin_owner', null, 'select count(*) > 0 from audit.log'),
    'true',
    'the log'
);
select is(
    tests.attempt('thin_owner', null, 'select count(*) > 0 from ops.error_codes'),
    'true',
    'error codes'
);
select is(
    tests.attempt(
        'tests_stranger',
        :'user_id',
        format('select count(*) from %s', c.oid::regclass)
    ), '0', format('%s: none for a role without a policy', c.oid::regclass)
)
from pg_class c
where c.oid::regclass::text in (
    'credits.accounts', 'credits.grants', 'credits.reservations', 'credits.ledger_entries',
    'credits.archived_entries', 'credits.archived_reservations', 'credits.drops', 'credits.checkpoints',
    'credits.checkpoint_grants', 'credits.checkpoint_reservations', 'credits.kept_entries', 'credits.refunds', 'credits.revocations',
    'credits.compensations', 'credits.idempotency_keys', 'credits.metadata_keys', 'ops.error_codes', 'audit.log'
)
order by c.oid::regclass::text;

select * from finish();
rollback;
