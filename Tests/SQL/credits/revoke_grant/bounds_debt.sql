-- Debt goes up to debt_limit + clawback_limit; what is beyond is written off.
begin;
select plan(6);

select tests.a_user(100) as user_id \gset
select g.id as grant_id from credits.grants g where g.user_id = :'user_id' \gset
select is(a.clawback_limit::numeric, 100000::numeric, 'by default') from credits.accounts a where a.user_id = :'user_id';
select credits.set_debt_limit(:'user_id', 10);
update credits.accounts a set clawback_limit = 30 where a.user_id = :'user_id';
select credits.confirm(:'user_id', tests.reserved(:'user_id', 100), 105, 'debt');

select is(format('%s taken, %s owed, %s written off', r.taken, r.owed, r.written_off), '0 taken, 35 owed, 65 written off', 'the answer')
from credits.revoke_grant(:'user_id', :'grant_id', 'chargeback') r;
select is(tests.balance(:'user_id'), '0 available, 0 held, 40 owed', 'the balance');
select is(
    tests.refusal(format('select credits.revoke_grant(%L, %L, ''chargeback'')', :'user_id', :'grant_id')),
    'TH414',
    'what is written off is not asked for again'
);
select is(tests.refusal(format('select tests.reserved(%L, 1)', :'user_id')), 'TH402', 'nothing is left to spend');
select is_empty(format('select * from credits.verify(%L)', :'user_id'), 'sound');

select * from finish();
rollback;
