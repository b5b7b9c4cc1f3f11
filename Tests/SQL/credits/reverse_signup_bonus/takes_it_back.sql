-- A reversed bonus is gone, the claim says why and when, and a repeat changes nothing.
begin;
select plan(5);

select tests.a_member() as user_id \gset
select credits.claim_signup_bonus(:'user_id');
create temporary table answer on commit drop as
select c.* from credits.reverse_signup_bonus(:'user_id', 'farmed') c;

select is(
    format('%s %s', a.reversed_reason, a.reversed_at is not null), 'farmed t', 'the claim'
) from answer a;
select is(tests.balance(:'user_id'), '0 available, 0 held, 0 owed', 'the balance');
select results_eq(
    format('select c.* from credits.reverse_signup_bonus(%L, ''again'') c', :'user_id'),
    'select * from answer',
    'a repeat answers the same'
);
select is(tests.balance(:'user_id'), '0 available, 0 held, 0 owed', 'and takes nothing more');
select is_empty(format('select * from credits.verify(%L)', :'user_id'), 'the ledger is sound');

select * from finish();
rollback;
