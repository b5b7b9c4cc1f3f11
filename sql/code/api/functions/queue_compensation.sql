create or replace function api.queue_compensation(
    user_id uuid,
    reservation_id uuid,
    amount numeric default null,
    reason text default null
)
returns credits.compensations
language sql
volatile
security invoker
begin atomic
    select credits.queue_compensation(
        p_user_id => queue_compensation.user_id,
        p_reservation_id => queue_compensation.reservation_id,
        p_amount => queue_compensation.amount,
        p_reason => queue_compensation.reason
    );
end;

grant execute on function api.queue_compensation(uuid, uuid, numeric, text) to service_role;
comment on function api.queue_compensation(uuid, uuid, numeric, text) is
    'See credits.queue_compensation. Raises TH001, TH404, TH413.';
