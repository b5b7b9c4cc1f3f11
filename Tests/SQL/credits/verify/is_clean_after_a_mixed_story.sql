-- After grants, holds, charges, releases, lapses, debts and replays nothing is broken.
begin;
select plan(5);

select tests.a_user() as user_id \gset
select credits.set_debt_limit(:'user_id', 30);
select credits.grant_credits(
    :'user_id',
    50,
    'signup_bonus',
    clock_timestamp() + interval '1 hour',
    10
);
select credits.grant_credits(
    :'user_id',
    50.5,
    'subscription',
    clock_timestamp() + interval '3 hours',
    p_idempotency_key => 'g'
);
select credits.grant_credits(:'user_id', 20, 'purchase');
select tests.reserved(:'user_id', 40, '5 hours') as one \gset
select tests.reserved(:'user_id', 40, '1 hour') as two \gset
select tests.reserved(:'user_id', 30, '2 hours') as three \gset
select is_empty(format('select * from credits.verify(%L)', :'user_id'), 'with holds');
select credits.confirm(:'user_id', :'two', 12.3456, p_idempotency_key => 'c');
select tests.let_time_pass(:'user_id', '1 hour');
select credits.grant_credits(:'user_id', 5, 'compensation', p_priority => 0);
select is_empty(
    format('select * from credits.verify(%L)', :'user_id'),
    'with an expired grant that is held'
);
select credits.confirm(:'user_id', :'three', 90, 'debt');
select is_empty(format('select * from credits.verify(%L)', :'user_id'), 'with debt');
select tests.let_time_pass(:'user_id', '2 hours');
select credits.release(:'user_id', :'one');
select credits.grant_credits(:'user_id', 100, 'refund');
select credits.sweep();

select is_empty(format('select * from credits.verify(%L)', :'user_id'), 'in the end');
select is_empty('select * from api.verify()', 'nor for anybody else');

select * from finish();
rollback;
