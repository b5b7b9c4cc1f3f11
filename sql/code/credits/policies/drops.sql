-- When history begins is the same for all, and no secret.
drop policy if exists "Users read until when was dropped" on credits.drops;
create policy "Users read until when was dropped" on credits.drops
    for select to authenticated using (true);

grant select (number, before) on credits.drops to authenticated;
grant select on credits.drops to service_role;
revoke update, delete, truncate on credits.drops from thin_owner;
