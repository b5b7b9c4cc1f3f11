-- Of two reservations the older holds the first grant, in whatever order they are confirmed.
begin;
select plan(4);

select tests.a_user() as user_id \gset
select credits.grant_credits(:'user_id', 10, 'promotion', clock_timestamp() + interval '1 hour');
select credits.grant_credits(:'user_id', 10, 'purchase');
select tests.reserved(:'user_id', 10, '1 day') as older \gset
select tests.reserved(:'user_id', 10, '1 day') as younger \gset

select credits.confirm(:'user_id', :'younger');
select is(tests.remaining(:'user_id'), '{10,0}', 'the younger draws the second grant');
select tests.let_time_pass(:'user_id', '2 hours');
select is(
    (credits.confirm(:'user_id', :'older')).charged::text,
    '10',
    'the older is paid though its grant has expired'
);
select is(tests.remaining(:'user_id'), '{0,0}', 'by that grant');
select is_empty(format('select * from credits.verify(%L)', :'user_id'), 'the ledger adds up');

select * from finish();
rollback;
