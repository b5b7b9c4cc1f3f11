create or replace function credits.fail_unsettleable(p_user_id uuid, p_reservation_id uuid)
returns void
language plpgsql
volatile
security invoker
set search_path = pg_catalog, pg_temp
as $$
declare
    v_code text := credits.unsettleable_code(p_user_id, p_reservation_id);
begin
    perform ops.fail(v_code, case when v_code = 'TH404' then 'reservation' end);
end
$$;

comment on function credits.fail_unsettleable(uuid, uuid) is
    'Says why a reservation could not be settled: raises TH404 (also for another user''s), TH410 or TH411.';
