-- Settling ends the reservations that are out of time, and those only.
begin;
select plan(4);

select tests.a_user(10) as user_id \gset
select tests.reserved(:'user_id', 3, '1 minute') as stale \gset
select tests.reserved(:'user_id', 4, '1 hour') as live \gset
select tests.let_time_pass(:'user_id', '1 minute');

select is(
    format('%s %s', a.available, a.held),
    '6 4',
    'its answer is the account'
) from credits.settle(:'user_id') a;
select is(tests.stored_balance(:'user_id'), '6 available, 4 held, 0 owed', 'as it is stored');
select results_eq(
    format(
        'select status::text, settled_at is null from credits.reservations where user_id = %L
        order by sequence',
        :'user_id'
    ),
    $$values ('expired', false), ('reserved', true)$$,
    'one ended'
);
select is(a.held_since, r.created_at, 'the account knows its oldest live reservation')
from credits.accounts a
join credits.reservations r on r.user_id = a.user_id and r.id = :'live'
where a.user_id = :'user_id';

select * from finish();
rollback;
