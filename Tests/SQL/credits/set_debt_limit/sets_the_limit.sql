-- The limit is stored and the balance answered.
begin;
select plan(3);

select tests.a_user(10) as user_id \gset

select is(format('%s %s %s', b.available, b.held, b.debt), '10 0 0', 'answers the balance')
from credits.set_debt_limit(:'user_id', 12.50) b;
select is(
    (select a.debt_limit::text from credits.accounts a where a.user_id = :'user_id'),
    '12.5',
    'stored'
);
select credits.set_debt_limit(:'user_id', 0);
select is(
    (select a.debt_limit::text from credits.accounts a where a.user_id = :'user_id'),
    '0',
    'zero forbids debt'
);

select * from finish();
rollback;
