-- Regression: what a live reservation held of an expired grant, and gave back later, was taken off
-- twice, and the past balance was negative.
begin;
select plan(2);

select tests.a_user() as user_id \gset
select credits.grant_credits(:'user_id', 100, 'promotion', clock_timestamp() + interval '1 hour');
select tests.reserved(:'user_id', 100, '5 hours') as id \gset
select tests.let_time_pass(:'user_id', '2 hours');
select is(tests.balance(:'user_id'), '0 available, 100 held, 0 owed', 'the balance of that time');
select tests.let_time_pass(:'user_id', '1 hour');
select credits.release(:'user_id', :'id');

select is(
    format('%s available, %s held, %s owed', b.available, b.held, b.debt),
    '0 available, 100 held, 0 owed',
    'seen later'
)
from credits.balance_at(:'user_id', clock_timestamp() - interval '1 hour') b;

select * from finish();
rollback;
