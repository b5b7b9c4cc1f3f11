-- Nobody counts for others, or reads what is counted; users see neither limits nor counters.
begin;
select plan(15);

select is(tests.attempt(w.role, null, c.sql), '42501', w.role || ': ' || c.sql)
from unnest(array['anon', 'authenticated', 'service_role']) as w (role)
cross join unnest(array[
    'select ops.count_turn(''{view balance}'', ''{}'', null)', 'select count(*) from ops.rate_counters',
    'update ops.rates set requests = 9', 'update ops.rate_classes set is_enabled = false'
]) as c (sql);
select is(tests.attempt(w.role, null, 'select count(*) from ops.rates'), '42501', w.role || ' reads no rates')
from unnest(array['anon', 'authenticated', 'authenticator']) as w (role);

select * from finish();
rollback;
