drop policy if exists "Users read their own prorations" on billing.prorations;
create policy "Users read their own prorations" on billing.prorations
    for select to authenticated using (user_id = (select auth.uid()));

grant select on billing.prorations to authenticated, service_role;
revoke update, delete, truncate on billing.prorations from thin_owner;
