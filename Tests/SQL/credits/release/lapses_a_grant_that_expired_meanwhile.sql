-- What returns to an expired grant lapses at once.
begin;
select plan(2);

select tests.a_user(10) as user_id \gset
select credits.grant_credits(
    :'user_id',
    100,
    'promotion',
    clock_timestamp() + interval '1 hour',
    1
);
select tests.reserved(:'user_id', 60, '3 hours') as id \gset
select tests.let_time_pass(:'user_id', '2 hours');

select credits.release(:'user_id', :'id');
select is(
    tests.stored_balance(:'user_id'),
    '10 available, 0 held, 0 owed',
    'only the other grant is left'
);
select results_eq(
    format(
        'select tests.entries(%L) offset 2',
        :'user_id'
    ), $$values ('expiry -100 -> 10')$$, 'the lapse is an entry'
);

select * from finish();
rollback;
