-- With a time the balance is the one that will be true then.
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
select tests.reserved(:'user_id', 30, '2 hours');

select is(format('%s %s', b.available, b.held), '10 30', 'after the grant has expired')
from credits.current_balance(:'user_id', clock_timestamp() + interval '90 minutes') b;
select is(format('%s %s', b.available, b.held), '10 0', 'after the reservation has, too')
from credits.current_balance(:'user_id', clock_timestamp() + interval '3 hours') b;

select * from finish();
rollback;
