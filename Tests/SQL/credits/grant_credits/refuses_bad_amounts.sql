-- An amount is above zero, at most 10^13, has at most 4 decimals and is a number.
begin;
select plan(12);

select tests.a_user() as user_id \gset

select is(
    tests.refusal(
        format('select credits.grant_credits(%L, %L, ''purchase'')', :'user_id', bad.amount)
    ),
    'TH001 amount',
    format('%s is refused', coalesce(bad.amount, 'null'))
)
from (
    values ('0'),
    ('-1'),
    ('NaN'),
    ('Infinity'),
    ('-Infinity'),
    ('1.00001'),
    ('1e20'),
    ('10000000000000.0001'),
    (null)
) as bad (amount);
select is(
    tests.refusal(
        format('select credits.grant_credits(%L, 10000000000000, ''purchase'')', :'user_id')
    ),
    null,
    '10^13 is accepted'
);
select is(
    tests.refusal(format('select credits.grant_credits(%L, 1.00010000, ''purchase'')', :'user_id')),
    null,
    'zeros after the 4th decimal do not count'
);
select is(
    tests.stored_balance(
        :'user_id'
    ), '10000000000001.0001 available, 0 held, 0 owed', 'only those two are there'
);

select * from finish();
rollback;
