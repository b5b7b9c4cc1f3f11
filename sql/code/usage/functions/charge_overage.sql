create or replace function usage.charge_overage(
    p_event usage.events,
    p_overage numeric,
    p_cost numeric
)
returns usage.events
language plpgsql
volatile
security invoker
set search_path = pg_catalog, pg_temp
as $$
declare
    -- Rounded up, so that no overage that has a price is free.
    v_amount numeric := trim_scale(ceil(p_cost * 10000) * 0.0001);
    v_reservation_id uuid;
    v_event usage.events;
begin
    if v_amount > 0 then
        select r.id into strict v_reservation_id
        from credits.reserve(
            p_user_id => p_event.user_id,
            p_amount => v_amount,
            p_job_type => 'overage',
            p_job_id => p_event.event_id,
            p_description => p_event.meter
        ) r;
        perform credits.confirm(p_event.user_id, v_reservation_id);
    end if;

    update usage.events e
    set overage = trim_scale(p_overage), charged = v_amount, reservation_id = v_reservation_id
    where e.user_id = p_event.user_id and e.event_id = p_event.event_id
    returning e.* into v_event;
    return v_event;
end
$$;

comment on function usage.charge_overage(usage.events, numeric, numeric) is
    'Notes how much of an event is overage and charges its cost in credits, if any. Raises TH402.';
