-- Limits are audited, and services are told of a change.
begin;
select plan(3);

update ops.rate_classes set description = 'x' where id = 'chat';
update ops.rates set requests = requests + 1 where class = 'chat';
update ops.rate_limits set class = 'chat' where name = 'balance';
select set_eq(
    $$select relation, operation from audit.log where relation ~ '^ops.rate' and xid = pg_current_xact_id()$$,
    $$values ('ops.rate_classes', 'update'), ('ops.rate_limits', 'update'), ('ops.rates', 'update')$$, 'audited'
);
select has_trigger('ops', t, t || '_notify_services', t) from unnest(array['rate_classes', 'rate_limits']) as t;

select * from finish();
rollback;
