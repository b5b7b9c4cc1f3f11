-- In key order, so that two who lock several accounts can't wait for each other.
create or replace function credits.lock_accounts(p_user_ids uuid[])
returns void
language plpgsql
volatile
security invoker
set search_path = pg_catalog, pg_temp
as $$
begin
    perform
    from credits.accounts a
    where a.user_id = any (p_user_ids)
    order by a.user_id
    for no key update;
end
$$;

comment on function credits.lock_accounts(uuid[]) is
    'Locks the accounts that there are of these users until the transaction ends.';
