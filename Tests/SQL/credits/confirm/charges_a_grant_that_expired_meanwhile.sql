-- What a live reservation holds does not expire under it; what it does not need lapses when it
-- settles.
begin;
select plan(5);

select tests.a_user() as user_id \gset
select credits.grant_credits(:'user_id', 100, 'promotion', clock_timestamp() + interval '1 hour');
select tests.reserved(:'user_id', 60, '3 hours') as id \gset
select tests.let_time_pass(:'user_id', '2 hours');
select is(
    tests.balance(:'user_id'),
    '0 available, 60 held, 0 owed',
    'what is not held has expired'
);
select credits.sweep();
select is(
    tests.stored_balance(:'user_id'),
    '0 available, 60 held, 0 owed',
    'a sweep leaves the hold'
);

select is((credits.confirm(:'user_id', :'id', 45)).charged::text, '45', 'it is charged');
select is(tests.stored_balance(:'user_id'), '0 available, 0 held, 0 owed', 'the rest has lapsed');
select results_eq(
    format('select tests.entries(%L)', :'user_id'),
    $$values ('grant 100 -> 100'), ('expiry -40 -> 60'), ('charge -45 -> 15'),
        ('expiry -15 -> 0')$$,
    'each lapse is an entry'
);

select * from finish();
rollback;
