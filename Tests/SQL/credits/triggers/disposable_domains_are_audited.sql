-- Changing disposable domains is recorded.
begin;
select plan(1);

select coalesce(max(l.id), 0) as last from audit.log l \gset
insert into credits.disposable_domains (domain) values ('one.example');
update credits.disposable_domains set domain = 'two.example' where domain = 'one.example';

delete from credits.disposable_domains where domain = 'two.example';
select results_eq(
    format(
        'select operation, old_values ->> ''domain'', new_values ->> ''domain''
        from audit.log where id > %s and relation = ''credits.disposable_domains'' order by id',
        :'last'
    ),
    $$values
        ('insert', null, 'one.example'), ('update', 'one.example', 'two.example'),
        ('delete', 'two.example', null)$$,
    'what'
);

select * from finish();
rollback;
