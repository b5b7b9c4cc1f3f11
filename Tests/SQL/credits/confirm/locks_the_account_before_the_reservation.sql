-- Regression: confirm and release locked the reservation, then the account, while a caller's
-- transaction that had settled one reservation held the account and asked for the next, so that the
-- two could deadlock.
begin;
select plan(2);

create temporary table seen (operation text, has_account boolean) on commit drop;
grant insert on seen to public;
create function tests.look_at_account() returns trigger language plpgsql security definer as $$
begin
    -- A row that was locked names its locker; one that was changed has moved.
    insert into seen
    select new.status, format('%s %s', a.ctid, a.xmax) <> current_setting('tests.account_version')
    from credits.accounts a
    where a.user_id = new.user_id;
    return new;
end
$$;
create trigger look_at_account before update on credits.reservations
    for each row execute function tests.look_at_account();
select tests.a_user(10) as user_id \gset
select tests.reserved(:'user_id', 5) as one \gset
select tests.reserved(:'user_id', 5) as two \gset
select format(
    '%s %s',
    a.ctid,
    a.xmax
) as version from credits.accounts a where a.user_id = :'user_id' \gset
set local tests.account_version = :'version';
savepoint before_confirm;
select credits.confirm(:'user_id', :'one');
select results_eq('select * from seen', $$values ('confirmed', true)$$, 'confirm');

rollback to before_confirm;
select format(
    '%s %s',
    a.ctid,
    a.xmax
) as version from credits.accounts a where a.user_id = :'user_id' \gset
set local tests.account_version = :'version';
savepoint before_release;
select credits.release(:'user_id', :'two');
select results_eq('select * from seen', $$values ('released', true)$$, 'release');

select * from finish();
rollback;
