-- No user reads metadata or reasons, by no way that selects columns.
begin;
select plan(19);

select tests.a_user(10) as user_id \gset
select tests.reserved(:'user_id', 1);

select is(tests.attempt('authenticated', :'user_id', hidden.sql), '42501', hidden.sql)
from unnest(array[
    'select metadata from credits.grants',
    'select metadata from credits.reservations',
    'select reason from credits.reservations',
    'select metadata from credits.archived_reservations',
    'select reason from credits.archived_reservations',
    'select reason from credits.revocations',
    'select * from credits.refunds',
    'select * from credits.compensations',
    'select * from credits.grants',
    'select g from credits.grants g',
    'select to_jsonb(r) from credits.reservations r',
    'select count(*) from credits.reservations where metadata = ''{}''',
    'select id from credits.grants order by metadata',
    'select debt_limit from credits.accounts',
    'select * from credits.idempotency_keys',
    'select * from credits.metadata_keys',
    'select * from audit.seals',
    'select * from auth.users',
    'select * from ops.error_codes'
]) as hidden (sql);

select * from finish();
rollback;
