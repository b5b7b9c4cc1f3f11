-- Definer because admins have no right on the tables.
create or replace function api.admin_export_user(user_id uuid, reason text)
returns json
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    v_request ops.erasure_request;
    v_field text;
    v_rule text;
begin
    if not ops.is_admin() then
        perform ops.fail('TH403');
    end if;
    begin
        v_request := row(admin_export_user.user_id, admin_export_user.reason);
    exception
        when check_violation or not_null_violation then
            get stacked diagnostics v_field = pg_datatype_name, v_rule = constraint_name;
            perform ops.fail_argument(v_field, v_rule);
            return null;
    end;
    if v_request.reason is null then
        perform ops.fail_argument('reason', null);
    elsif auth.jwt() ->> 'api_key_id' is not null then
        perform ops.fail('TH403', 'api_key', 'data is not exported by a key');
    end if;

    insert into ops.exports (user_id, reason, exported_by, exported_as)
    values (
        v_request.user_id, v_request.reason, auth.uid(),
        coalesce(nullif(current_setting('role'), 'none'), session_user)
    );
    return ops.export_user(v_request.user_id);
end
$$;

grant execute on function api.admin_export_user(uuid, text) to authenticated, service_role;
comment on function api.admin_export_user(uuid, text) is
    'All that is known of a user, for a reason, which is kept with who asked. For admins and trusted servers. See api.export_my_data. Raises TH001 with the field, TH403, also for a key, TH404.';
