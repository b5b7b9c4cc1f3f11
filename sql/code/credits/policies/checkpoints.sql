drop policy if exists "Users read their own checkpoints" on credits.checkpoints;
create policy "Users read their own checkpoints" on credits.checkpoints
    for select to authenticated using (user_id = (select auth.uid()));

grant select (user_id, number, sequence, balance, last_at, debt) on credits.checkpoints to authenticated;
grant select on credits.checkpoints to service_role;

revoke update, truncate on credits.checkpoints from thin_owner;
-- What a trigger lets go, until the drop is done.
grant update (digest) on credits.checkpoints to thin_owner;
