-- What becomes of a compensation is recorded, and its row says when it last changed.
begin;
select plan(2);

select tests.a_user(10) as user_id \gset
select tests.reserved(:'user_id', 4) as id \gset
select credits.confirm(:'user_id', :'id');
select coalesce(max(l.id), 0) as last from audit.log l \gset
select credits.queue_compensation(:'user_id', :'id');
select credits.settle_compensations();

select results_eq(
    format(
        'select operation, new_values ->> ''status'', new_values ? ''amount'' from audit.log
        where id > %s and relation = ''credits.compensations'' order by id',
        :'last'
    ),
    $$values ('insert', 'queued', true), ('update', 'settled', false)$$,
    'audited'
);
select ok(c.updated_at > c.created_at, 'touched') from credits.compensations c where c.user_id = :'user_id';

select * from finish();
rollback;
