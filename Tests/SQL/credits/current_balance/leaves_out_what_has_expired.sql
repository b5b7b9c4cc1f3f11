-- Expired grants and stale reservations count as they should although nothing has been swept, and
-- reading writes nothing.
begin;
select plan(2);

select tests.a_user(10) as user_id \gset
select credits.grant_credits(
    :'user_id',
    100,
    'promotion',
    clock_timestamp() + interval '1 hour',
    1
);
select tests.reserved(:'user_id', 30, '30 minutes');
select tests.reserved(:'user_id', 40, '3 hours');
select tests.let_time_pass(:'user_id', '2 hours');

select is(
    tests.balance(:'user_id'),
    '10 available, 40 held, 0 owed',
    'the live hold keeps what it holds'
);
select is(tests.stored_balance(:'user_id'), '40 available, 70 held, 0 owed', 'nothing is written');

select * from finish();
rollback;
