-- What one reservation gives back is claimed by the next, so that less of what expires is lost.
begin;
select plan(3);

select tests.a_user() as user_id \gset
select credits.grant_credits(:'user_id', 10, 'promotion', clock_timestamp() + interval '1 hour');
select credits.grant_credits(:'user_id', 10, 'purchase');
select tests.reserved(:'user_id', 10, '1 day') as one \gset
select tests.reserved(:'user_id', 10, '1 day') as two \gset
select tests.let_time_pass(:'user_id', '2 hours');

select credits.release(:'user_id', :'one');
select is(
    tests.stored_balance(:'user_id'),
    '10 available, 10 held, 0 owed',
    'nothing lapses while the second holds the first grant'
);
select is_empty(format('select * from credits.verify(%L)', :'user_id'), 'every hold is covered');
select credits.confirm(:'user_id', :'two');
select is(tests.remaining(:'user_id'), '{0,10}', 'the expired grant pays');

select * from finish();
rollback;
