-- A refund to a grant that was spent lets live reservations hold it instead; each stays covered.
begin;
select plan(3);

select tests.a_user(10) as user_id \gset
select tests.reserved(:'user_id', 10) as id \gset
select credits.confirm(:'user_id', :'id');
select credits.grant_credits(:'user_id', 10, 'purchase', p_priority => 200);
select tests.reserved(:'user_id', 8) as one \gset
select credits.refund(:'user_id', :'id');
select is_empty(format('select * from credits.verify(%L)', :'user_id'), 'sound');
select credits.confirm(:'user_id', :'one');
select is(tests.remaining(:'user_id'), array[2, 10]::numeric[], 'the first in draw order');
select is_empty(format('select * from credits.verify(%L)', :'user_id'), 'sound in the end');

select * from finish();
rollback;
