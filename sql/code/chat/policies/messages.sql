drop policy if exists "Users read their own messages" on chat.messages;
create policy "Users read their own messages" on chat.messages
    for select to authenticated using (user_id = (select auth.uid()));

grant select (
    user_id, id, session_id, ordinal, role, content, status, run_id, created_at
) on chat.messages to authenticated, service_role;
