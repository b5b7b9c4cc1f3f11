-- Chats are people's: neither visitors nor trusted servers have any.
create or replace function chat.require_owner(p_object text)
returns uuid
language plpgsql
stable
security invoker
set search_path = pg_catalog, pg_temp
as $$
declare
    v_claims jsonb := auth.jwt();
begin
    perform identity.check_session();
    if v_claims ->> 'role' is distinct from 'authenticated' then
        perform ops.fail('TH403', 'role', 'chats are for users who are signed in');
    elsif auth.uid() is null then
        perform ops.fail('TH403', 'role', 'the token names no user');
    end if;
    perform identity.check_scopes(p_object);
    return auth.uid();
end
$$;

comment on function chat.require_owner(text) is
    'The user whose token or key the request came with, if that may do what p_object is for. Raises TH401, TH403.';
