drop policy if exists "Users read their own subscriptions" on billing.subscriptions;
create policy "Users read their own subscriptions" on billing.subscriptions
    for select to authenticated using (user_id = (select auth.uid()));

grant select on billing.subscriptions to authenticated, service_role;
revoke delete, truncate on billing.subscriptions from thin_owner;
