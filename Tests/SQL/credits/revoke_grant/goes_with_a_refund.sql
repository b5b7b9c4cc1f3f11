-- In whichever order a grant is taken back and what it paid for is given back: nothing is left, nothing
-- is owed.
begin;
select plan(4);

select tests.a_user(10) as one \gset
select tests.reserved(:'one', 6) as one_id \gset
select credits.confirm(:'one', :'one_id');
select credits.revoke_grant(:'one', g.id, 'refund') from credits.grants g where g.user_id = :'one';
select credits.refund(:'one', :'one_id');
select is(tests.balance(:'one'), '0 available, 0 held, 0 owed', 'first taken back');
select tests.a_user(10) as other \gset
select tests.reserved(:'other', 6) as other_id \gset
select credits.confirm(:'other', :'other_id');
select credits.refund(:'other', :'other_id');
select credits.revoke_grant(:'other', g.id, 'refund') from credits.grants g where g.user_id = :'other';
select is(tests.balance(:'other'), '0 available, 0 held, 0 owed', 'first given back');
select is_empty(format('select * from credits.verify(%L)', :'one'), 'sound');
select is_empty(format('select * from credits.verify(%L)', :'other'), 'and the other');

select * from finish();
rollback;
