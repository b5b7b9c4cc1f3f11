-- What an operator changes of meters and limits is touched and stands in the audit log.
begin;
select plan(2);

select coalesce(max(l.id), 0) as log_id from audit.log l \gset
select tests.a_meter('calls', 5);
update usage.limits set quantity = 6, updated_at = '2000-01-01' where meter = 'calls';
update usage.meters set name = 'Calls', updated_at = '2000-01-01' where id = 'calls';
delete from usage.limits where meter = 'calls';
select results_eq(
    format('select operation, relation from audit.log where id > %s order by id', :'log_id'),
    $$values ('insert', 'usage.meters'), ('insert', 'usage.limits'), ('update', 'usage.limits'),
        ('update', 'usage.meters'), ('delete', 'usage.limits')$$,
    'audited'
);
select is(m.updated_at > now() - interval '1 hour', true, 'touched') from usage.meters m where m.id = 'calls';

select * from finish();
rollback;
