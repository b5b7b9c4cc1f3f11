drop policy if exists "Users read their own files" on chat.files;
create policy "Users read their own files" on chat.files
    for select to authenticated using (user_id = (select auth.uid()));

grant select (
    user_id, id, session_id, message_id, name, media_type, size, sha256, created_at
) on chat.files to authenticated, service_role;
