-- A function that takes a user's id tells a user nothing about another.
begin;
select plan(4);

select tests.a_user(10) as one \gset
select tests.a_user(10) as other \gset
select tests.reserved(:'other', 1);

select is(
    tests.attempt(
        'authenticated',
        :'one',
        format('select available from credits.current_balance(%L)', :'other')
    ),
    null,
    'current_balance'
);
select is(
    tests.attempt(
        'authenticated',
        :'one',
        format(
            'select available from credits.balance_at(%L, now() + interval ''1 hour'')',
            :'other'
        )
    ),
    null,
    'balance_at'
);
select is(
    tests.attempt(
        'authenticated',
        :'one',
        format('select count(*) from credits.allocations(%L)', :'other')
    ),
    '0',
    'allocations'
);
select is(
    tests.attempt(
        'authenticated',
        :'one',
        format('select available from credits.current_balance(%L)', :'one')
    ),
    '10',
    'their own balance they may have'
);

select * from finish();
rollback;
