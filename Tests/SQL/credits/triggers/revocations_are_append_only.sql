-- A revocation is audited, and never changed, not even by the owner or an administrator.
begin;
select plan(7);

select tests.a_user(10) as user_id \gset
select coalesce(max(l.id), 0) as last from audit.log l \gset
select credits.adjust(:'user_id', -1, 'why');

select is(tests.refusal(change.sql), 'TH500 credits.revocations is append-only.', change.sql)
from unnest(array['update credits.revocations set taken = 0', 'delete from credits.revocations', 'truncate credits.revocations'])
    as change (sql);
select is(tests.attempt('thin_owner', null, change.sql), '42501', format('the owner: %s', change.sql))
from unnest(array['update credits.revocations set taken = 0', 'delete from credits.revocations', 'truncate credits.revocations'])
    as change (sql);
select results_eq(
    format(
        'select operation, new_values ->> ''reason'' from audit.log where id > %s and relation = ''credits.revocations''',
        :'last'
    ),
    $$values ('insert', 'why')$$,
    'it is audited'
);

select * from finish();
rollback;
