drop policy if exists "Users read their own archived reservations" on credits.archived_reservations;
create policy "Users read their own archived reservations" on credits.archived_reservations
    for select to authenticated using (user_id = (select auth.uid()));

-- Never metadata: it is written by services, for services.
grant select (
    id, user_id, amount, charged, status, job_type, job_id, expires_at, created_at, settled_at,
    description, shortfall, sequence
) on credits.archived_reservations to authenticated;
grant select on credits.archived_reservations to service_role;

revoke update, delete, truncate on credits.archived_reservations from thin_owner;
-- What a trigger lets go, of deleted accounts only.
grant update (job_id, description, reason, metadata) on credits.archived_reservations to thin_owner;
