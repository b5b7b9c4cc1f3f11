drop policy if exists "Users read their own keys" on identity.api_keys;
create policy "Users read their own keys" on identity.api_keys
    for select to authenticated using (user_id = (select auth.uid()));

-- Never a digest.
grant select (
    id, user_id, role, name, prefix, expires_at, last_used_at, rotated_at, revoked_at, created_at
) on identity.api_keys to authenticated, service_role;
