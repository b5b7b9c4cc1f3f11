-- When its months are over, what is left of a refresh is gone, and the new one is there.
begin;
select plan(4);

select tests.a_member(p_plan => 'pro') as user_id \gset
select credits.refresh(:'user_id');
select credits.confirm(:'user_id', tests.reserved(:'user_id', 4000));
select credits.refresh(
    :'user_id', p_at => credits.period_start(to_char(now() at time zone 'utc', 'YYYY-MM'), 1)
);

select is(
    tests.balance(:'user_id'), '16000 available, 0 held, 0 owed',
    'two months at once, as the plan lets them'
);
select tests.let_time_pass(
    :'user_id', credits.period_start(to_char(now() at time zone 'utc', 'YYYY-MM'), 2) - now()
);
select is(tests.balance(:'user_id'), '10000 available, 0 held, 0 owed', 'the first has lapsed');
select tests.let_time_pass(:'user_id', interval '31 days');
select is(tests.balance(:'user_id'), '0 available, 0 held, 0 owed', 'and the second');
select credits.sweep(100000);
select is_empty(format('select * from credits.verify(%L)', :'user_id'), 'the ledger is sound');

select * from finish();
rollback;
