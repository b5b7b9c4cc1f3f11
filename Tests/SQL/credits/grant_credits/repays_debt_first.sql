-- What a user owes is taken out of the next grant, and the ledger says so.
begin;
select plan(7);

select tests.a_user(10) as user_id \gset
select credits.set_debt_limit(:'user_id', 100);
select credits.confirm(:'user_id', tests.reserved(:'user_id', 10), 25, 'debt');
select is(tests.stored_balance(:'user_id'), '0 available, 0 held, 15 owed', '15 are owed');

select is(
    (credits.grant_credits(:'user_id', 9, 'purchase')).remaining::text,
    '0',
    'a small grant is used up'
);
select is(tests.stored_balance(:'user_id'), '0 available, 0 held, 6 owed', 'less is owed');
select is(
    (credits.grant_credits(:'user_id', 20, 'purchase')).remaining::text,
    '14',
    'of a large one something is left'
);
select is(tests.stored_balance(:'user_id'), '14 available, 0 held, 0 owed', 'nothing is owed');
select results_eq(
    format('select tests.entries(%L) offset 3', :'user_id'),
    $$values
        ('grant 9 -> -6'), ('repayment -9 -> -15'), ('repayment 9 -> -6'),
        ('grant 20 -> 14'), ('repayment -6 -> 8'), ('repayment 6 -> 14')$$,
    'two entries a repayment: out of the grant, off the debt'
);
select is_empty(format('select * from credits.verify(%L)', :'user_id'), 'the ledger adds up');

select * from finish();
rollback;
