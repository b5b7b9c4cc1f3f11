drop policy if exists "Users read the scopes of their own keys" on identity.api_key_scopes;
create policy "Users read the scopes of their own keys" on identity.api_key_scopes
    for select to authenticated using (
        api_key_id in (select k.id from identity.api_keys k where k.user_id = (select auth.uid()))
    );

grant select on identity.api_key_scopes to authenticated, service_role;
