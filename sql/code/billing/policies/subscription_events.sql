drop policy if exists "Users read their own subscription events" on billing.subscription_events;
create policy "Users read their own subscription events" on billing.subscription_events
    for select to authenticated using (user_id = (select auth.uid()));

grant select on billing.subscription_events to authenticated, service_role;
revoke update, delete, truncate on billing.subscription_events from thin_owner;
