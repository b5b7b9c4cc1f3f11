drop policy if exists "Users read their own archived usage" on usage.archived_events;
create policy "Users read their own archived usage" on usage.archived_events
    for select to authenticated using (user_id = (select auth.uid()));

-- Never metadata: it is written by services, for services.
grant select (
    user_id, event_id, meter, quantity, at, recorded_at, job_id, overage, charged
) on usage.archived_events to authenticated;
grant select on usage.archived_events to service_role;

revoke update, delete, truncate on usage.archived_events from thin_owner;
-- What a trigger lets go, of deleted accounts only.
grant update (event_id, job_id, metadata) on usage.archived_events to thin_owner;
revoke update, truncate on usage.past_events from thin_owner;
