-- A past balance is the same as before months were dropped; of earlier times there is none.
-- Alone: months of the archive are dropped.
begin;
select plan(4);

select tests.a_long_story() as user_id \gset
select tests.a_user(7) as young \gset
select tests.let_time_pass(:'young', '1 day');
create function tests.past_balances(p_user_id uuid) returns setof text language sql volatile as $$
    select format('%s %s', d.days, credits.balance_at(p_user_id, now() - make_interval(days => d.days)))
    from generate_series(0, 500, 7) as d (days)
$$;
create temporary table before on commit drop as select s.s from tests.past_balances(:'user_id') s (s);
select tests.drop_old_months();
select bag_eq(format('select tests.past_balances(%L)', :'user_id'), 'select s from before', 'the same');
select is(
    credits.balance_at(:'user_id', credits.history_begins_at() - interval '1 second'), null, 'dropped, to the second'
);
select is(
    tests.attempt('authenticated', :'user_id', 'select b.available::text from api.balance_at(now() - interval ''3 years'') b'),
    null, 'for the user, too'
);
select is(
    tests.attempt('authenticated', :'young', 'select b.available::text from api.balance_at(now() - interval ''3 years'') b'),
    '0', 'who is young had nothing'
);

select * from finish();
rollback;
