-- It isn't the stored balance that counts: credits that have lapsed or that debt will take aren't there, and a hold that is
-- out of time holds nothing.
begin;
select plan(6);

create function tests.is_claimed(p_user_id uuid) returns boolean language sql volatile as $$
    select coalesce(bool_or(c.user_id = p_user_id), false) from billing.claim_top_ups() c
$$;

select tests.a_saver() as user_id \gset
select from credits.grant_credits(:'user_id', 1000, 'promotion', now() + interval '1 hour');
select is(tests.is_claimed(:'user_id'), false, 'before they lapse');
select tests.let_time_pass(:'user_id', '2 hours');
select is((select a.available::numeric from credits.accounts a where a.user_id = :'user_id'), 1000.0, 'no sweep has run');
select is(tests.is_claimed(:'user_id'), true, 'lapsed');

-- Every call that adds credits repays debt from them at once. This debt was written without one.
select tests.a_saver(1000) as user_id \gset
update credits.accounts a set debt = 900 where a.user_id = :'user_id';
select is(tests.is_claimed(:'user_id'), false, 'enough is left');
update credits.accounts a set debt = 900.0001 where a.user_id = :'user_id';
select is(tests.is_claimed(:'user_id'), true, 'owed');

select tests.a_saver(1000) as user_id \gset
select from credits.reserve(:'user_id', 950, 'job');
select tests.let_time_pass(:'user_id', '1 hour');
select is(tests.is_claimed(:'user_id'), false, 'held no more');

select * from finish();
rollback;
