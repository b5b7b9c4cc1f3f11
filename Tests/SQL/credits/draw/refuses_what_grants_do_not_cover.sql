-- A draw above what is unheld raises instead of inventing credits.
begin;
select plan(2);

select tests.a_user(10) as user_id \gset
select tests.reserved(:'user_id', 4);

select is(
    tests.refusal(
        format(
            'select credits.draw(a, null, 6.0001, ''repayment'', null, clock_timestamp())
            from credits.accounts a where a.user_id = %L', :'user_id'
        )
    ),
    'TH510 Grants do not cover what is drawn.',
    'more than is unheld'
);
select is(tests.remaining(:'user_id'), '{10}', 'nothing was drawn');

select * from finish();
rollback;
