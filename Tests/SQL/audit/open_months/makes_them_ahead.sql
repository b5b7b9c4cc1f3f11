-- Months are made ahead, each with the protection of the log; making them again makes nothing.
begin;
select plan(9);

select cmp_ok(audit.open_months(5), '>=', 2, 'made');
select is(audit.open_months(5), 0, 'once');
select 'log_' || to_char(now() at time zone 'UTC' + interval '5 months', 'YYYY_MM') as month \gset
select is(
    (select c.relispartition and c.relrowsecurity and c.relforcerowsecurity from pg_class c where c.oid = ('audit.' || :'month')::regclass),
    true, 'a secured partition'
);
insert into audit.log (actor_role, operation, relation, at)
values ('x', 'insert', 'ops.planted', date_trunc('month', now(), 'UTC') + interval '5 months 10 days');
select is(
    (select l.tableoid::regclass::text from audit.log l where l.relation = 'ops.planted'),
    'audit.' || :'month', 'rows go there'
);
select matches(tests.refusal(format(s.sql, :'month')), '^TH500 audit.log_.* is append-only.$', s.sql)
from unnest(array['update audit.%s set agent = ''x''', 'delete from audit.%s', 'truncate audit.%s']) as s (sql);
select is(
    tests.attempt(w.role, null, format('select count(*) from audit.%s', :'month')), '42501', w.role || ' reads no partition'
)
from unnest(array['authenticated', 'service_role']) as w (role);

select * from finish();
rollback;
