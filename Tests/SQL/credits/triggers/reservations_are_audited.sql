-- How a reservation ended is recorded, without what never changes and without metadata.
begin;
select plan(2);

select tests.a_user(10) as user_id \gset
select tests.reserved(:'user_id', 3) as id \gset
select coalesce(max(l.id), 0) as last from audit.log l \gset
select credits.confirm(:'user_id', :'id', 2);

select results_eq(
    format(
        'select operation, old_values ->> ''status'', new_values ->> ''status'', new_values ->> ''charged'', new_values ->> ''id''
        from audit.log where id > %s and relation = ''credits.reservations'' order by id',
        :'last'
    ),
    format($$values ('update', 'reserved', 'confirmed', '2', %L)$$, :'id'),
    'one row'
);
select ok(
    not (l.new_values ?| array['metadata', 'amount', 'description']),
    'what never changes is left out'
)
from audit.log l where l.relation = 'credits.reservations' order by l.id desc limit 1;

select * from finish();
rollback;
