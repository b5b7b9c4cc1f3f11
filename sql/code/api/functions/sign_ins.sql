-- Definer because users have no right on the table. Where Supabase keeps sessions, nobody but it reads them.
create or replace function api.sign_ins()
returns setof identity.sign_in
language plpgsql
stable
security definer
set search_path = pg_catalog, pg_temp
as $$
begin
    if not identity.is_ours() then
        return;
    end if;

    return query
    select
        s.id, s.id::text = coalesce(auth.jwt() ->> 'session_id', ''), s.user_agent, host(s.ip),
        s.created_at, coalesce(s.refreshed_at, s.created_at)
    from auth.sessions s
    where
        s.user_id = (select auth.uid())
        and (s.not_after is null or s.not_after > statement_timestamp())
    order by coalesce(s.refreshed_at, s.created_at) desc, s.id
    limit 100;
end
$$;

grant execute on function api.sign_ins() to authenticated;
comment on function api.sign_ins() is
    'Where the user who asks is signed in, the last used first; nothing where sessions are kept by somebody else.';
