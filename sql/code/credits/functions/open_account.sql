-- Definer because whoever signs a user up has no right on accounts.
create or replace function credits.open_account()
returns trigger
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
begin
    insert into credits.accounts (user_id) values (new.id) on conflict do nothing;
    return null;
end
$$;

comment on function credits.open_account() is 'Trigger on auth.users: opens an empty credit account for a new user.';
