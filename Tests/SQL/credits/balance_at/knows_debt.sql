-- Debt and its repayment are part of the past.
begin;
select plan(2);

select tests.a_user(10) as user_id \gset
select credits.set_debt_limit(:'user_id', 50);
select credits.confirm(:'user_id', tests.reserved(:'user_id', 10), 25, 'debt');
select tests.let_time_pass(:'user_id', '1 hour');
select credits.grant_credits(:'user_id', 20, 'purchase');

select is(format('%s %s %s', b.available, b.held, b.debt), '0 0 15', 'then')
from credits.balance_at(:'user_id', clock_timestamp() - interval '1 minute') b;
select is(format('%s %s %s', b.available, b.held, b.debt), '5 0 0', 'now')
from credits.balance_at(:'user_id', clock_timestamp()) b;

select * from finish();
rollback;
