-- An expired grant is unspendable although no sweep has run.
begin;
select plan(5);

select tests.a_user(10) as user_id \gset
select credits.grant_credits(:'user_id', 90, 'promotion', clock_timestamp() + interval '1 hour');
select tests.let_time_pass(:'user_id', '1 hour');
select is(
    tests.stored_balance(:'user_id'),
    '100 available, 0 held, 0 owed',
    'the stored balance still has it'
);

select is(
    tests.refusal(format('select credits.reserve(%L, 10.0001, ''story'')', :'user_id')),
    'TH402',
    'more than the rest'
);
select is(
    tests.refusal(format('select credits.reserve(%L, 10, ''story'')', :'user_id')),
    null,
    'the rest'
);
select is(
    tests.stored_balance(:'user_id'),
    '0 available, 10 held, 0 owed',
    'the stored balance caught up'
);
select results_eq(
    format(
        'select tests.entries(%L) offset 2',
        :'user_id'
    ), $$values ('expiry -90 -> 10')$$, 'the lapse is an entry'
);

select * from finish();
rollback;
