-- What lapsed of a grant isn't collected, also when the entry that says so was dropped.
-- Alone: months of the archive are dropped.
begin;
select plan(3);

select tests.a_user() as user_id \gset
select id as grant_id from credits.grant_credits(:'user_id', 30, 'purchase', clock_timestamp() + interval '1 day') \gset
select credits.confirm(:'user_id', tests.reserved(:'user_id', 10));
select tests.let_time_pass(:'user_id', '2 days');
select credits.settle(:'user_id');
select tests.let_time_pass(:'user_id', '30 months');
select credits.grant_credits(:'user_id', 100, 'purchase');
select tests.drop_old_months();
select is((select sum(c.lapsed) from credits.checkpoint_grants c), 20::numeric, 'the checkpoint knows');
select is(
    (select format('%s %s %s', r.taken, r.owed, r.written_off) from credits.revoke_grant(:'user_id', :'grant_id', 'refund') r),
    '10 0 20', 'what was spent is taken'
);
select is_empty('select * from credits.verify()', 'sound');

select * from finish();
rollback;
