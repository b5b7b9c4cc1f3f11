-- Definer because admins have no right on the tables.
create or replace function api.admin_delete_user(user_id uuid, reason text)
returns ops.erasure_report
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    v_erasure ops.erasures;
begin
    if not ops.is_admin() then
        perform ops.fail('TH403');
    elsif auth.jwt() ->> 'api_key_id' is not null then
        perform ops.fail('TH403', 'api_key', 'an account is not deleted by a key');
    end if;
    v_erasure := ops.erase_account(admin_delete_user.user_id, admin_delete_user.reason, auth.uid());
    return (
        v_erasure.user_id, v_erasure.reason, v_erasure.requested_by, v_erasure.requested_at,
        v_erasure.settled_at, v_erasure.finished_at
    )::ops.erasure_report;
end
$$;

grant execute on function api.admin_delete_user(uuid, text) to authenticated, service_role;
comment on function api.admin_delete_user(uuid, text) is
    'Deletes a user''s account, for a reason, which is kept: name nobody in it. For admins and trusted servers; a repeat answers the same. See ops.erase_account. Raises TH001 with the field, TH403, also for a key, TH404.';
