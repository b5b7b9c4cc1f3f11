create or replace function credits.fail_unsettleable(p_user_id uuid, p_reservation_id uuid)
returns void
language plpgsql
volatile
security invoker
set search_path = pg_catalog, pg_temp
as $$
declare
    v_status text;
begin
    select r.status into v_status
    from credits.reservations r
    where r.user_id = p_user_id and r.id = p_reservation_id;

    if not found then
        perform ops.fail('TH404', 'reservation');
    elsif v_status in ('reserved', 'expired') then
        perform ops.fail('TH411');
    else
        perform ops.fail('TH410');
    end if;
end
$$;

comment on function credits.fail_unsettleable(uuid, uuid) is
    'Says why a reservation could not be settled: raises TH404 (also for another user''s), TH410 or TH411.';
