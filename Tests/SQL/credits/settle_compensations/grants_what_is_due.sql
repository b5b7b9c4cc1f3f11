-- What is due is granted once, with source compensation; what is not due waits.
begin;
select plan(6);

select tests.a_user(10) as user_id \gset
select tests.reserved(:'user_id', 5) as one \gset
select tests.reserved(:'user_id', 4) as two \gset
select credits.confirm(:'user_id', :'one'), credits.confirm(:'user_id', :'two');
select credits.queue_compensation(:'user_id', :'one'), credits.queue_compensation(:'user_id', :'two');
update credits.compensations c set next_attempt_at = now() + interval '1 hour'
where c.user_id = :'user_id' and c.reservation_id = :'two';

select is(b::text, '(1,0)', 'one') from credits.settle_compensations() b;
select is(format('%s %s %s %s', c.status, c.attempts, g.source, g.amount), 'settled 1 compensation 5', 'granted')
from credits.compensations c
join credits.grants g on g.user_id = c.user_id and g.id = c.grant_id
where c.user_id = :'user_id';
select is(b::text, '(0,0)', 'not again') from credits.settle_compensations() b;
select is(b::text, '(1,0)', 'the other, when it is due')
from credits.settle_compensations(p_at => clock_timestamp() + interval '1 hour') b;
select is(tests.balance(:'user_id'), '10 available, 0 held, 0 owed', 'the balance');
select is_empty(format('select * from credits.verify(%L)', :'user_id'), 'sound');

select * from finish();
rollback;
