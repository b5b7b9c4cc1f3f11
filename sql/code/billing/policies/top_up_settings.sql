drop policy if exists "Users read their own top up settings" on billing.top_up_settings;
create policy "Users read their own top up settings" on billing.top_up_settings
    for select to authenticated using (user_id = (select auth.uid()));

grant select on billing.top_up_settings to authenticated, service_role;
