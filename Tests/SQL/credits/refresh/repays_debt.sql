-- A refresh repays what is owed first; its history says what the plan gave.
begin;
select plan(3);

select tests.a_member(p_plan => 'pro') as user_id \gset
select credits.grant_credits(:'user_id', 10, 'purchase');
select credits.set_debt_limit(:'user_id', 100);
select credits.confirm(:'user_id', tests.reserved(:'user_id', 10), 60, 'debt');

select is((credits.refresh(:'user_id')).amount::numeric, 10000::numeric, 'the history');
select is(tests.balance(:'user_id'), '9950 available, 0 held, 0 owed', 'the balance');
select is_empty(format('select * from credits.verify(%L)', :'user_id'), 'the ledger is sound');

select * from finish();
rollback;
