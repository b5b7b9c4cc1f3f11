revoke update, delete, truncate on audit.log from thin_owner;
-- What a trigger lets go, of deleted accounts only.
grant update (
    request_id, address, agent, request_salt, request_digest, old_values, new_values, values_salt, values_digest
) on audit.log to thin_owner;

grant usage on schema audit to authenticated;
grant select (
    id, at, actor_id, actor_role, api_key_id, request_id, address, agent, operation, relation, old_values, new_values, xid
) on audit.log to authenticated;
grant select on audit.log to service_role;

-- What a token says of its bearer in app_metadata no user can write.
drop policy if exists "Admins read the log" on audit.log;
create policy "Admins read the log" on audit.log
    for select to authenticated
    using ((select auth.jwt()) -> 'app_metadata' ->> 'role' = 'admin');
