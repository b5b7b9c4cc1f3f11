-- Limits are audited, and services are told of a change.
begin;
select plan(3);

update ops.rate_classes set requests = requests + 1 where id = 'chat';
update ops.rate_limits set class = 'chat' where name = 'balance';
insert into ops.rate_overrides (plan, class, requests, period) values ('pro', 'chat', 2, '1 hour');
select set_eq(
    $$select relation, operation from audit.log where relation ~ '^ops.rate_' and xid = pg_current_xact_id()$$,
    $$values ('ops.rate_classes', 'update'), ('ops.rate_limits', 'update'), ('ops.rate_overrides', 'insert')$$, 'audited'
);
select has_trigger('ops', t, t || '_notify_services', t) from unnest(array['rate_classes', 'rate_limits']) as t;

select * from finish();
rollback;
