-- What was charged as debt is the newest draw: its refund repays what is owed; repaid already, it comes
-- back as a grant.
begin;
select plan(5);

select tests.a_user(10) as user_id \gset
select credits.set_debt_limit(:'user_id', 50);
select tests.reserved(:'user_id', 10) as id \gset
select credits.confirm(:'user_id', :'id', 40, 'debt');
select is(tests.balance(:'user_id'), '0 available, 0 held, 30 owed', 'owed');
select credits.refund(:'user_id', :'id', 12);
select is(tests.balance(:'user_id'), '0 available, 0 held, 18 owed', 'less is owed');
select credits.grant_credits(:'user_id', 18, 'purchase');
select credits.refund(:'user_id', :'id', 20);
select is(tests.balance(:'user_id'), '20 available, 0 held, 0 owed', 'it was repaid');
select results_eq(
    format('select source::text, remaining::numeric from credits.grants where user_id = %L order by sequence', :'user_id'),
    $$values ('purchase', 2::numeric), ('refund', 0), ('purchase', 0), ('refund', 18)$$,
    'debt by grants, the rest to the grant that was drawn'
);
select is_empty(format('select * from credits.verify(%L)', :'user_id'), 'sound');

select * from finish();
rollback;
