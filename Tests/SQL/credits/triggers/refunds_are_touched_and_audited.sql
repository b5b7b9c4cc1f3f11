-- A refund is recorded with its reason, and its row says when it last changed.
begin;
select plan(2);

select tests.a_user(10) as user_id \gset
select tests.reserved(:'user_id', 4) as id \gset
select credits.confirm(:'user_id', :'id');
select coalesce(max(l.id), 0) as last from audit.log l \gset
select credits.refund(:'user_id', :'id', 1, 'one');
select credits.refund(:'user_id', :'id', 1, 'two');

select results_eq(
    format(
        'select operation, new_values ->> ''refunded'', new_values ->> ''reason'' from audit.log
        where id > %s and relation = ''credits.refunds'' order by id',
        :'last'
    ),
    $$values ('insert', '0', null), ('update', '1', 'one'), ('update', '2', 'two')$$,
    'audited'
);
select ok(f.updated_at > f.created_at, 'touched') from credits.refunds f where f.user_id = :'user_id';

select * from finish();
rollback;
