-- Giving a grant is recorded; drawing it is not, since its entries tell.
begin;
select plan(1);

select coalesce(max(l.id), 0) as last from audit.log l \gset
select tests.a_user(10) as user_id \gset
select credits.confirm(:'user_id', tests.reserved(:'user_id', 1));

select results_eq(
    format(
        'select operation, new_values ->> ''amount'', new_values ->> ''source'' from audit.log
        where id > %s and relation = ''credits.grants'' order by id',
        :'last'
    ),
    $$values ('insert', '10', 'purchase')$$,
    'the grant'
);

select * from finish();
rollback;
