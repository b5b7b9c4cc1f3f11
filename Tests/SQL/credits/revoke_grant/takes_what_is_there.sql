-- What nothing holds of the grant is taken from it, and the ledger says so.
begin;
select plan(5);

select tests.a_user(10) as user_id \gset
select g.id as grant_id from credits.grants g where g.user_id = :'user_id' \gset
select credits.grant_credits(:'user_id', 5, 'promotion', p_priority => 1);

select is(format('%s taken, %s owed, %s written off', r.taken, r.owed, r.written_off), '4 taken, 0 owed, 0 written off', 'a part')
from credits.revoke_grant(:'user_id', :'grant_id', 'refund', 4) r;
select is(format('%s of %s', r.taken, r.amount), '6 of 6', 'by default the rest')
from credits.revoke_grant(:'user_id', :'grant_id', 'refund') r;
select is(tests.remaining(:'user_id'), array[0, 5]::numeric[], 'other grants stay');
select results_eq(
    format('select tests.entries(%L)', :'user_id'),
    $$values ('grant 10 -> 10'), ('grant 5 -> 15'), ('clawback -4 -> 11'), ('clawback -6 -> 5')$$,
    'entries'
);
select is_empty(format('select * from credits.verify(%L)', :'user_id'), 'sound');

select * from finish();
rollback;
