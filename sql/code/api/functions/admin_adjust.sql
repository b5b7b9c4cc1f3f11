-- Definer because admins have no right to move credits but this one.
create or replace function api.admin_adjust(
    user_id uuid,
    amount numeric,
    reason text,
    idempotency_key text default null
)
returns credits.account_balance
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
begin
    if not ops.is_admin() then
        perform ops.fail('TH403');
    end if;
    return credits.adjust(
        p_user_id => admin_adjust.user_id,
        p_amount => admin_adjust.amount,
        p_reason => admin_adjust.reason,
        p_idempotency_key => admin_adjust.idempotency_key
    );
end
$$;

grant execute on function api.admin_adjust(uuid, numeric, text, text) to authenticated, service_role;
comment on function api.admin_adjust(uuid, numeric, text, text) is
    'Sets a balance right by hand, for a reason. For admins and trusted servers. See credits.adjust. Raises TH001 with the field, TH403, TH404, TH409.';
