create or replace function api.refund(
    user_id uuid,
    reservation_id uuid,
    amount numeric default null,
    reason text default null,
    idempotency_key text default null
)
returns credits.refunds
language sql
volatile
security invoker
begin atomic
    select credits.refund(
        p_user_id => refund.user_id,
        p_reservation_id => refund.reservation_id,
        p_amount => refund.amount,
        p_reason => refund.reason,
        p_idempotency_key => refund.idempotency_key
    );
end;

grant execute on function api.refund(uuid, uuid, numeric, text, text) to service_role;
comment on function api.refund(uuid, uuid, numeric, text, text) is
    'See credits.refund. Raises TH001, TH404, TH409, TH413.';
