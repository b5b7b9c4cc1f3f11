-- Changing the registry tells when and by whom.
begin;
select plan(2);

select coalesce(max(l.id), 0) as last from audit.log l \gset
update ops.error_codes set message = 'not here' where code = 'TH404';

select ok(e.updated_at > now(), 'when') from ops.error_codes e where e.code = 'TH404';
select results_eq(
    format(
        'select operation, old_values ->> ''message'', new_values ->> ''message'' from audit.log
        where id > %s',
        :'last'
    ),
    $$values ('update', 'not found', 'not here')$$,
    'what'
);

select * from finish();
rollback;
