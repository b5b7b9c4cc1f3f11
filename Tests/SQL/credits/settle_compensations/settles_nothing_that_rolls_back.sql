-- A worker that ends before it commits has settled nothing; the next one settles it, once.
begin;
select plan(4);

select tests.a_user(10) as user_id \gset
select tests.reserved(:'user_id', 5) as one \gset
select credits.confirm(:'user_id', :'one');
select credits.queue_compensation(:'user_id', :'one');
savepoint worker;
select credits.settle_compensations();
rollback to worker;

select is(tests.balance(:'user_id'), '5 available, 0 held, 0 owed', 'nothing');
select is(b::text, '(1,0)', 'then') from credits.settle_compensations() b;
select is(tests.balance(:'user_id'), '10 available, 0 held, 0 owed', 'once');
select is_empty(format('select * from credits.verify(%L)', :'user_id'), 'sound');

select * from finish();
rollback;
