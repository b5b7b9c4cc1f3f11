-- Definer because callers have no right on the tables.
create or replace function billing.stop_top_up(p_user_id uuid)
returns billing.top_up_settings
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    v_settings billing.top_up_settings;
begin
    update billing.top_up_settings s
    set is_enabled = false
    where s.user_id = p_user_id
    returning s.* into v_settings;
    if not found then
        perform ops.fail('TH404', 'top_up');
    end if;
    return v_settings;
end
$$;

grant execute on function billing.stop_top_up(uuid) to service_role;
comment on function billing.stop_top_up(uuid) is
    'Has nothing more bought for a user by itself. Raises TH404 for one who never asked for it.';
