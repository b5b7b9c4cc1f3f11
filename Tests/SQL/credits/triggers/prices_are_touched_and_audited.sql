-- Changing prices is recorded, and tells when.
begin;
select plan(2);

select coalesce(max(l.id), 0) as last from audit.log l \gset
insert into credits.prices (job_type, unit, price, effective) values (
    'story', 'job', 1, tstzrange(now(), null)
);
update credits.prices set price = 2, updated_at = '2000-01-01' where job_type = 'story';
select ok(
    p.updated_at > now(), 'when, whatever was set'
) from credits.prices p where p.job_type = 'story';
delete from credits.prices where job_type = 'story';
select results_eq(
    format(
        'select operation, old_values ->> ''price'', new_values ->> ''price''
        from audit.log where id > %s and relation = ''credits.prices'' order by id',
        :'last'
    ),
    $$values ('insert', null, '1'), ('update', '1', '2'), ('delete', '2', null)$$,
    'what'
);

select * from finish();
rollback;
