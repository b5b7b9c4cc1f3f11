-- A run that still lives goes too: its service finds it gone and stops, and the call is settled for what it used.
create or replace function chat.erase_user(p_user_id uuid, p_limit integer)
returns integer
language plpgsql
volatile
security invoker
set search_path = pg_catalog, pg_temp
as $$
declare
    v_count integer;
begin
    delete from chat.sessions s
    where (s.user_id, s.id) in (
        select d.user_id, d.id
        from chat.sessions d
        where d.user_id = p_user_id
        order by d.id
        limit p_limit
        for update
    );
    get diagnostics v_count = row_count;
    return v_count;
end
$$;

comment on function chat.erase_user(uuid, integer) is
    'Deletes up to p_limit of a user''s chats, with messages, files and links. Answers how many.';
