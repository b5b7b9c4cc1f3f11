-- A user whose plan changes while a batch runs is left out and does not end it.
begin;
select plan(2);

select credits.refresh_due(100000);
create function tests.leave_the_plan() returns trigger language plpgsql security definer as $$
begin
    perform tests.put_on_plan(s.user_id, 'free')
    from billing.subscriptions s
    where s.plan = 'pro' and s.ended_at is null and s.user_id <> new.user_id;
    return null;
end
$$;
create trigger leave_the_plan after insert on credits.monthly_refreshes
    for each row execute function tests.leave_the_plan();
select tests.a_member(p_plan => 'pro') from generate_series(1, 3);

select is(
    credits.refresh_due(100000)::text, '(1,)', 'the first is refreshed, the others have left'
);
select is_empty('select * from credits.verify()', 'the ledger is sound');

select * from finish();
rollback;
