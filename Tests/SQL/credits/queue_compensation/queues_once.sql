-- A reservation is compensated once: a repeat answers the row that is there.
begin;
select plan(5);

select tests.a_user(10) as user_id \gset
select tests.reserved(:'user_id', 5) as id \gset
select credits.confirm(:'user_id', :'id');
select c::text as first from credits.queue_compensation(:'user_id', :'id', 3, 'failed') c \gset

select is(format('%s %s %s', c.amount, c.status, c.reason), '3 queued failed', 'queued')
from credits.compensations c where c.user_id = :'user_id';
select is(c::text, :'first', 'a repeat') from credits.queue_compensation(:'user_id', :'id') c;
select is(c::text, :'first', 'with another amount too') from credits.queue_compensation(:'user_id', :'id', 4) c;
select is(tests.balance(:'user_id'), '5 available, 0 held, 0 owed', 'nothing is given yet');
select is_empty(format('select * from credits.verify(%L)', :'user_id'), 'sound');

select * from finish();
rollback;
