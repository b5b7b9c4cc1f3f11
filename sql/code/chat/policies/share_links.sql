drop policy if exists "Users read their own share links" on chat.share_links;
create policy "Users read their own share links" on chat.share_links
    for select to authenticated using (user_id = (select auth.uid()));

grant select (user_id, id, session_id, expires_at, withdrawn_at, created_at) on chat.share_links
    to authenticated, service_role;
