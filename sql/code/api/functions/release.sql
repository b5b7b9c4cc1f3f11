create or replace function api.release(user_id uuid, reservation_id uuid, reason text default null)
returns credits.reservations
language sql
volatile
security invoker
begin atomic
    select credits.release(
        p_user_id => release.user_id,
        p_reservation_id => release.reservation_id,
        p_reason => release.reason
    );
end;

grant execute on function api.release(uuid, uuid, text) to service_role;
comment on function api.release(uuid, uuid, text) is
    'See credits.release. Raises TH001, TH404, TH410, TH411.';
