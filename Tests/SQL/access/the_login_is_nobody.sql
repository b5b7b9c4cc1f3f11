-- Before it has become somebody the service's login reads the error registry and nothing else.
begin;
select plan(8);

select is(
    tests.attempt('authenticator', null, 'select count(*) from ops.error_codes'),
    (select count(*)::text from ops.error_codes),
    'the registry'
);
select is(
    tests.attempt('authenticator', null, 'select ops.schema_version()'),
    ops.schema_version(),
    'the version'
);
select is(tests.attempt('authenticator', null, refused.sql), '42501', refused.sql)
from unnest(array[
    'select * from credits.accounts', 'select * from api.balance', 'select api.verify()', 'select *
    from audit.log',
    'update ops.error_codes set http_status = 400', 'create temporary table mine (id integer)'
]) as refused (sql);

select * from finish();
rollback;
