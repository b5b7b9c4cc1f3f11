-- At least one is asked for, and no more than asked for are settled.
begin;
select plan(5);

select tests.a_user(10) as user_id \gset
select tests.reserved(:'user_id', 5) as one \gset
select tests.reserved(:'user_id', 5) as two \gset
select credits.confirm(:'user_id', :'one'), credits.confirm(:'user_id', :'two');
select credits.queue_compensation(:'user_id', :'one'), credits.queue_compensation(:'user_id', :'two');

select is(tests.refusal(format('select credits.settle_compensations(%s)', bad)), 'TH001 limit', bad)
from (values ('0'), ('-1'), ('null')) as limits (bad);
select is(b::text, '(1,0)', 'one') from credits.settle_compensations(1) b;
select is(b::text, '(1,0)', 'the other') from credits.settle_compensations(1) b;

select * from finish();
rollback;
