-- Definer because admins have no right to move credits but this one.
create or replace function api.admin_refund(
    user_id uuid,
    reservation_id uuid,
    reason text,
    amount numeric default null,
    idempotency_key text default null
)
returns credits.refunds
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
begin
    if not ops.is_admin() then
        perform ops.fail('TH403');
    elsif admin_refund.reason is null then
        perform ops.fail_argument('reason', null);
    end if;
    return credits.refund(
        p_user_id => admin_refund.user_id,
        p_reservation_id => admin_refund.reservation_id,
        p_amount => admin_refund.amount,
        p_reason => admin_refund.reason,
        p_idempotency_key => admin_refund.idempotency_key
    );
end
$$;

grant execute on function api.admin_refund(uuid, uuid, text, numeric, text)
    to authenticated, service_role;
comment on function api.admin_refund(uuid, uuid, text, numeric, text) is
    'Gives back what a job was charged, for a reason. For admins and trusted servers. See credits.refund. Raises TH001 with the field, TH403, TH404, TH409, TH413.';
