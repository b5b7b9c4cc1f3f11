-- A user asks for the own balance at a past time; nobody else does.
begin;
select plan(6);

select tests.a_user(10) as user_id \gset
select tests.let_time_pass(:'user_id', '2 hours');
select credits.confirm(:'user_id', tests.reserved(:'user_id', 4));

select is(
    tests.attempt('authenticated', :'user_id', format('select available from api.balance_at(clock_timestamp() - interval %L)', past.ago)),
    past.available,
    past.ago
)
from (values ('3 hours', '0'), ('1 hour', '10'), ('0 hours', '6')) as past (ago, available);
select is(
    tests.attempt('authenticated', null, 'select available from api.balance_at(now())'), null, 'nobody has none'
);
select is(
    tests.attempt('authenticated', :'user_id', 'select available from api.balance_at(null)'), null, 'at no time'
);
select is(tests.attempt('anon', null, 'select available from api.balance_at(now())'), '42501', 'anon');

select * from finish();
rollback;
