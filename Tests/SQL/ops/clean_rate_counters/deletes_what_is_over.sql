-- Counters that count nothing any more are deleted, some at a time.
begin;
select plan(3);

insert into ops.rate_counters (class, subject, ready_at)
values ('planted', 'a', now() - interval '1 day'), ('planted', 'b', now() - interval '1 day'), ('planted', 'c', now() + interval '1 day');
delete from ops.rate_counters where class <> 'planted';
select is(ops.clean_rate_counters(1), 1, 'one');
select is(ops.clean_rate_counters(), 1, 'the other');
select is((select string_agg(n.subject, '') from ops.rate_counters n), 'c', 'what still counts stays');

select * from finish();
rollback;
