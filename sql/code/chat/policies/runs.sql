drop policy if exists "Users read their own runs" on chat.runs;
create policy "Users read their own runs" on chat.runs
    for select to authenticated using (user_id = (select auth.uid()));

grant select (user_id, id, session_id, status, charge, created_at, ended_at) on chat.runs
    to authenticated, service_role;
