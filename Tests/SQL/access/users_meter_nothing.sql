-- No user writes or records usage, sees what is another's, or what services noted with it.
begin;
select plan(37);

select tests.a_meter('calls', 5);
select tests.a_user() as user_id \gset
select tests.a_user() as other \gset
select usage.record(u.id::uuid, 'calls', 1, 'a') from (values (:'user_id'), (:'other')) as u (id);
select is(tests.attempt(who.role, :'user_id', sql), '42501', who.role || ': ' || sql)
from (values ('anon'), ('authenticated')) as who (role)
cross join unnest(array[
    'insert into usage.events default values', 'update usage.counters set quantity = 0',
    'delete from usage.counters', 'truncate usage.events', 'update usage.limits set quantity = 1',
    'insert into usage.meters default values', 'select metadata from usage.events',
    'select usage.record(auth.uid(), ''calls'', 1, ''b'')', 'select usage.record_many(''[]'')',
    'select api.record_usage(auth.uid(), ''calls'', 1, ''b'')', 'select api.record_usage_many(''[]'')',
    'select usage.verify()', 'select usage.preflight(auth.uid(), ''[]'')'
]) as sql;
select is(tests.attempt('service_role', null, sql), '42501', 'service_role: ' || sql)
from unnest(array[
    'insert into usage.events default values', 'update usage.counters set quantity = 0',
    'delete from usage.events', 'update usage.limits set quantity = 1', 'delete from usage.meters',
    'select usage.record_item(1, ''{}'')', 'select usage.judge(null, null, null, null, null, null)',
    'select usage.charge_overage(null, 1, 1)'
]) as sql;
select is(
    tests.attempt('service_role', null, format('select (api.record_usage(%L, ''calls'', 1, ''b'')).quantity', :'user_id')),
    '1', 'a service records'
);
select is(
    tests.attempt('service_role', null, 'select count(*) from api.record_usage_many(''[]'')'), '0', 'and batches'
);
grant usage on schema usage to authenticated;
select is(
    tests.attempt('authenticated', :'user_id', 'select count(*) from usage.counters'), '2',
    'own rows only, even with a right too many'
);

select * from finish();
rollback;
