-- Among equal priorities and expiries the oldest grant is drawn first.
begin;
select plan(2);

select tests.a_user() as user_id \gset
select credits.grant_credits(
    :'user_id',
    10,
    'purchase',
    '2999-01-01'
), credits.grant_credits(:'user_id', 10, 'purchase', '2999-01-01');

select credits.confirm(:'user_id', tests.reserved(:'user_id', 4));
select is(tests.remaining(:'user_id'), '{6,10}', 'the first');
select credits.confirm(:'user_id', tests.reserved(:'user_id', 10));
select is(tests.remaining(:'user_id'), '{0,6}', 'then the second');

select * from finish();
rollback;
