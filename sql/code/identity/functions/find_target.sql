create or replace function identity.find_target(p_context jsonb)
returns identity.caller
language plpgsql
stable
security invoker
set search_path = pg_catalog, pg_temp
as $$
declare
    v_id text := identity.text_of(p_context, 'id');
    v_target identity.caller;
begin
    v_target.refusal := identity.admin_refusal(p_context);
    if (v_target.refusal).status is not null then
        return v_target;
    elsif coalesce(v_id !~ '^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$', true) then
        v_target.refusal := identity.refuse(404, 'validation_failed', 'user_id must be an UUID');
        return v_target;
    end if;
    select u.id into v_target.user_id from auth.users u where u.id = v_id::uuid;
    if not found then
        v_target.refusal := identity.refuse(404, 'user_not_found', 'User not found');
    end if;
    return v_target;
end
$$;

comment on function identity.find_target(jsonb) is
    'The user that an /admin/users/{id} request names, or why it is refused: as identity.admin_refusal, 404 validation_failed, user_not_found.';
