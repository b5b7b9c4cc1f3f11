-- DELETE /admin/users/{id}
-- The user's credits and their history stay, under an id that is nobody's any more.
-- Definer because callers have no right on the tables.
create or replace function identity.admin_delete_user(p_request jsonb, p_context jsonb)
returns identity.answer
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    v_target identity.caller := identity.find_target(p_context);
begin
    if (v_target.refusal).status is not null then
        return v_target.refusal;
    end if;
    if identity.is_set(p_request, 'should_soft_delete') then
        perform identity.erase_user(v_target.user_id);
    else
        perform from auth.users u where u.id = v_target.user_id for update;
        perform identity.end_sessions(v_target.user_id);
        delete from auth.users u where u.id = v_target.user_id;
    end if;
    return identity.reply(200, '{}');
end
$$;

grant execute on function identity.admin_delete_user(jsonb, jsonb) to thin_auth;
comment on function identity.admin_delete_user(jsonb, jsonb) is
    'DELETE /admin/users/{id} {should_soft_delete}: 200 {}; sessions end, and the user goes, or softly only what tells who it was. Refuses as identity.find_target.';
