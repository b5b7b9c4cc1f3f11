-- Above the hold, an expired grant pays nothing.
begin;
select plan(2);

select tests.a_user(30) as user_id \gset
select tests.reserved(:'user_id', 30, '2 hours') as id \gset
select credits.grant_credits(:'user_id', 50, 'promotion', clock_timestamp() + interval '1 hour');
select tests.let_time_pass(:'user_id', '1 hour');

select is(r.charged::text || ' ' || r.shortfall::text, '30 10', 'the hold only')
from credits.confirm(:'user_id', :'id', 40, 'available') r;
select is(tests.stored_balance(:'user_id'), '0 available, 0 held, 0 owed', 'the grant has lapsed');

select * from finish();
rollback;
