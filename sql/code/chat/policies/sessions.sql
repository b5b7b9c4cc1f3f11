drop policy if exists "Users read their own chat sessions" on chat.sessions;
create policy "Users read their own chat sessions" on chat.sessions
    for select to authenticated using (user_id = (select auth.uid()));

grant select (user_id, id, title, created_at, updated_at) on chat.sessions
    to authenticated, service_role;
