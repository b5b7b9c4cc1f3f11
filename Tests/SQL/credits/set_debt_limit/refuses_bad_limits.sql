-- A limit is zero or more, at most 10^13, with at most 4 decimals, and not below what is owed.
begin;
select plan(10);

select tests.a_user(10) as user_id \gset
select credits.set_debt_limit(:'user_id', 5);
select credits.confirm(:'user_id', tests.reserved(:'user_id', 10), 14, 'debt');

select is(
    tests.refusal(format('select credits.set_debt_limit(%L, %L)', :'user_id', bad.amount)),
    'TH001 limit',
    coalesce(bad.amount, 'null')
)
from (
    values ('-1'),
    ('NaN'),
    ('Infinity'),
    ('1.00001'),
    ('1e20'),
    ('3.9999'),
    (null)
) as bad (amount);
select is(tests.refusal('select credits.set_debt_limit(null, 1)'), 'TH001 user_id', 'no user');
select is(
    tests.refusal(format('select credits.set_debt_limit(%L, 1)', gen_random_uuid())),
    'TH404 account',
    'an unknown user'
);
select is(
    tests.refusal(format('select credits.set_debt_limit(%L, 4)', :'user_id')),
    null,
    'what is owed is enough'
);

select * from finish();
rollback;
