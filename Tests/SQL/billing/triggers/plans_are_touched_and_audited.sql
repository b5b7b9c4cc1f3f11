-- Changing plans is recorded, and tells when.
begin;
select plan(2);

select coalesce(max(l.id), 0) as last from audit.log l \gset
insert into billing.plans (id, name) values ('gold', 'One');
update billing.plans set name = 'Two', updated_at = '2000-01-01' where id = 'gold';
select ok(p.updated_at > now(), 'when, whatever was set') from billing.plans p where p.id = 'gold';
delete from billing.plans where id = 'gold';
select results_eq(
    format(
        'select operation, old_values ->> ''name'', new_values ->> ''name''
        from audit.log where id > %s and relation = ''billing.plans'' order by id',
        :'last'
    ),
    $$values ('insert', null, 'One'), ('update', 'One', 'Two'), ('delete', 'Two', null)$$,
    'what'
);

select * from finish();
rollback;
