-- Definer because callers have no right on the tables.
create or replace function chat.set_title(p_user_id uuid, p_session_id uuid, p_title text)
returns boolean
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
begin
    update chat.sessions s
    set title = chat.title_of(p_title), titled_by = 'model'
    where
        s.user_id = p_user_id and s.id = p_session_id
        and s.titled_by in ('nobody', 'message') and chat.title_of(p_title) is not null;
    return found;
end
$$;

grant execute on function chat.set_title(uuid, uuid, text) to authenticator;
comment on function chat.set_title(uuid, uuid, text) is
    'Names a session as a model would, unless its user has; whether it did.';
