-- While a live reservation holds part of an expired grant, a refund to an older grant would move the
-- hold there, and what it held of the expired one would lapse.
begin;
select plan(3);

select tests.a_user(10) as user_id \gset
select credits.grant_credits(:'user_id', 10, 'promotion', clock_timestamp() + interval '1 hour', 200);
select tests.reserved(:'user_id', 10) as id \gset
select credits.confirm(:'user_id', :'id');
select tests.reserved(:'user_id', 10, '5 hours') as live \gset
select tests.let_time_pass(:'user_id', '2 hours');
select credits.refund(:'user_id', :'id');

select is(tests.balance(:'user_id'), '10 available, 10 held, 0 owed', 'all of it is gained');
select credits.confirm(:'user_id', :'live');
select is(tests.balance(:'user_id'), '10 available, 0 held, 0 owed', 'and kept');
select is_empty(format('select * from credits.verify(%L)', :'user_id'), 'sound');

select * from finish();
rollback;
