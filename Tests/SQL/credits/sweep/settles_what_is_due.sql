-- A sweep settles accounts with stale reservations or expired grants and leaves the others alone.
begin;
select plan(4);

select tests.a_user(10) as stale \gset
select tests.a_user() as expired \gset
select tests.a_user(10) as live \gset
select tests.reserved(:'stale', 4);
select tests.let_time_pass(:'stale', '1 hour');
select credits.grant_credits(:'expired', 10, 'promotion', clock_timestamp() + interval '1 hour');
select tests.let_time_pass(:'expired', '1 hour');
select tests.reserved(:'live', 4);

select is(credits.sweep(100000), null, 'none is left');
select is(
    tests.stored_balance(:'stale'),
    '10 available, 0 held, 0 owed',
    'a stale reservation ended'
);
select is(
    tests.stored_balance(:'expired'),
    '0 available, 0 held, 0 owed',
    'an expired grant lapsed'
);
select is(tests.stored_balance(:'live'), '6 available, 4 held, 0 owed', 'a live one stays');

select * from finish();
rollback;
