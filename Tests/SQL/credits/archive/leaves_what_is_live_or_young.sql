-- A reservation that has not ended stays, and so does every other month.
begin;
select plan(4);

select tests.a_user(10) as user_id \gset
select tests.reserved(:'user_id', 4) as stale \gset
select tests.let_time_pass(:'user_id', '200 days');
select credits.grant_credits(:'user_id', 1, 'purchase', p_priority => 1);
select to_char((now() - interval '200 days') at time zone 'UTC', 'YYYY-MM') as period \gset
select credits.archive(:'period');

select is(r.status::text, 'reserved', 'it stays') from credits.reservations r where r.user_id = :'user_id';
select is(count(*), 1::bigint, 'the entry of another month') from credits.ledger_entries l where l.user_id = :'user_id';
select is_empty(format('select * from credits.verify(%L)', :'user_id'), 'sound');
select credits.settle(:'user_id');
select is(b.moved, 1, 'once it has ended it is moved') from credits.archive(:'period') b;

select * from finish();
rollback;
