create or replace function api.confirm(
    user_id uuid,
    reservation_id uuid,
    amount numeric default null,
    overage text default 'reject',
    idempotency_key text default null
)
returns credits.reservations
language sql
volatile
security invoker
begin atomic
    select credits.confirm(
        p_user_id => confirm.user_id,
        p_reservation_id => confirm.reservation_id,
        p_amount => confirm.amount,
        p_overage => confirm.overage,
        p_idempotency_key => confirm.idempotency_key
    );
end;

grant execute on function api.confirm(uuid, uuid, numeric, text, text) to service_role;
comment on function api.confirm(uuid, uuid, numeric, text, text) is
    'See credits.confirm. Raises TH001, TH402, TH404, TH409, TH410, TH411.';
