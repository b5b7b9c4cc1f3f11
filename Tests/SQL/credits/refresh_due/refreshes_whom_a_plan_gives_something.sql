-- A run refreshes everybody whose plan gives something and who has not been, and nobody twice.
begin;
select plan(6);

select credits.refresh_due(100000);
select tests.a_member(p_plan => 'pro') as one \gset
select tests.a_member(p_plan => 'pro') as two \gset
select tests.a_member() as free \gset
select credits.refresh(:'two');

select is(credits.refresh_due(100000)::text, '(1,)', 'one was left');
select is(tests.balance(:'one'), '10000 available, 0 held, 0 owed', 'the one');
select is(tests.balance(:'two'), '10000 available, 0 held, 0 owed', 'the one who had been, once');
select is(tests.balance(:'free'), '0 available, 0 held, 0 owed', 'free');
select is(credits.refresh_due(100000)::text, '(0,)', 'a second run');
select is(
    (select max(m.period::text) from credits.monthly_refreshes m where m.user_id = :'one'),
    to_char(now() at time zone 'utc', 'YYYY-MM'),
    'this month'
);

select * from finish();
rollback;
