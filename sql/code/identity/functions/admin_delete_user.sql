-- DELETE /admin/users/{id}
-- As any deletion of an account; the row of the user itself goes too unless it shall stay. Credits and their history
-- stay, under an id that is nobody's any more.
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
    perform ops.erase_account(v_target.user_id, 'deleted by DELETE /auth/v1/admin/users', null);
    if not identity.is_set(p_request, 'should_soft_delete') then
        delete from auth.users u where u.id = v_target.user_id;
    end if;
    return identity.reply(200, '{}');
end
$$;

grant execute on function identity.admin_delete_user(jsonb, jsonb) to thin_auth;
comment on function identity.admin_delete_user(jsonb, jsonb) is
    'DELETE /admin/users/{id} {should_soft_delete}: 200 {}; the account is deleted (ops.erase_account) and the user goes, or softly stays as an id. Refuses as identity.find_target.';
