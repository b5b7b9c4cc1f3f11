-- Adding, changing and removing a key are recorded.
begin;
select plan(1);

select coalesce(max(l.id), 0) as last from audit.log l \gset
insert into credits.metadata_keys (key, description) values ('planted', 'one');
update credits.metadata_keys set description = 'two' where key = 'planted';
delete from credits.metadata_keys where key = 'planted';

select results_eq(
    format(
        'select operation, old_values ->> ''description'', new_values ->> ''description''
        from audit.log where id > %s and relation = ''credits.metadata_keys'' order by id',
        :'last'
    ),
    $$values ('insert', null, 'one'), ('update', 'one', 'two'), ('delete', 'two', null)$$,
    'three rows'
);

select * from finish();
rollback;
