-- A reservation that is out of time holds nothing, although no sweep has run.
begin;
select plan(4);

select tests.a_user(10) as user_id \gset
select tests.reserved(:'user_id', 10) as stale_id \gset
select tests.let_time_pass(:'user_id', '15 minutes');
select is(
    tests.stored_balance(:'user_id'),
    '0 available, 10 held, 0 owed',
    'the stored balance still holds it'
);

select is(
    tests.refusal(format('select credits.reserve(%L, 10, ''story'')', :'user_id')),
    null,
    'all of it again'
);
select is(
    (select r.status::text from credits.reservations r where r.user_id = :'user_id' and r.id = :'stale_id'), 'expired', 'the stale one ended'
);
select is_empty(format('select * from credits.verify(%L)', :'user_id'), 'the ledger adds up');

select * from finish();
rollback;
