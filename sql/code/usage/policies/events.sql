drop policy if exists "Users read their own usage" on usage.events;
create policy "Users read their own usage" on usage.events
    for select to authenticated using (user_id = (select auth.uid()));

-- Never metadata: it is written by services, for services.
grant select (
    user_id, event_id, meter, quantity, at, recorded_at, job_id, overage, charged
) on usage.events to authenticated;
grant select on usage.events to service_role;
