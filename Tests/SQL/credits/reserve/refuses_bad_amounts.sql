-- An amount is above zero, at most 10^13, has at most 4 decimals and is a number.
begin;
select plan(10);

select tests.a_user(10) as user_id \gset

select is(
    tests.refusal(format('select credits.reserve(%L, %L, ''story'')', :'user_id', bad.amount)),
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
select is(tests.stored_balance(:'user_id'), '10 available, 0 held, 0 owed', 'nothing is held');

select * from finish();
rollback;
