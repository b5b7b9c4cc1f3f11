-- Among equal priorities the grant that expires soonest is drawn first, one that never expires
-- last.
begin;
select plan(3);

select tests.a_user() as user_id \gset
select credits.grant_credits(:'user_id', 10, 'purchase');
select credits.grant_credits(:'user_id', 10, 'purchase', clock_timestamp() + interval '2 days');
select credits.grant_credits(:'user_id', 10, 'purchase', clock_timestamp() + interval '1 day');

select credits.confirm(:'user_id', tests.reserved(:'user_id', 4));
select is(tests.remaining(:'user_id'), '{10,10,6}', 'the soonest');
select credits.confirm(:'user_id', tests.reserved(:'user_id', 10));
select is(tests.remaining(:'user_id'), '{10,6,0}', 'then the later');
select credits.confirm(:'user_id', tests.reserved(:'user_id', 10));
select is(tests.remaining(:'user_id'), '{6,0,0}', 'then the one that never expires');

select * from finish();
rollback;
