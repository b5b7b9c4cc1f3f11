drop policy if exists "Users read their own checkpoints of grants" on credits.checkpoint_grants;
create policy "Users read their own checkpoints of grants" on credits.checkpoint_grants
    for select to authenticated using (user_id = (select auth.uid()));

grant select (user_id, number, grant_id, amount) on credits.checkpoint_grants to authenticated;
grant select on credits.checkpoint_grants to service_role;
revoke update, truncate on credits.checkpoint_grants from thin_owner;
