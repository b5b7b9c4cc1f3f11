-- Records that something was used, once an event id, and counts it. A limit is decided in the same
-- transaction: by the counter's row, which concurrent calls of one user and meter queue on.
-- Race: two calls with one event id queue on the event's key; the second answers the first's event, or
-- records its own when the first was rolled back.
-- Locks: the account, then event and counters. Without it two batches of one user, whose events come in another
-- order, of other days, or cost overage, would wait for each other.
-- Definer because callers have no right on the tables.
create or replace function usage.record(
    p_user_id uuid,
    p_meter text,
    p_quantity numeric,
    p_event_id text,
    p_at timestamptz default null,
    p_job_id text default null,
    p_metadata jsonb default '{}'
)
returns usage.events
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    v_now timestamptz := clock_timestamp();
    v_at timestamptz := coalesce(p_at, v_now);
    v_request usage.record_request;
    v_field text;
    v_rule text;
    v_event usage.events;
    v_past_at timestamptz;
    v_counted record;
    v_overage numeric := 0;
    v_cost numeric := 0;
begin
    begin
        v_request := row(
            p_user_id, p_meter, trim_scale(p_quantity), p_event_id, p_at, p_job_id, p_metadata
        );
    exception
        when check_violation or not_null_violation then
            get stacked diagnostics v_field = pg_datatype_name, v_rule = constraint_name;
            perform ops.fail_argument(v_field, v_rule);
    end;
    if v_request.meter is null then
        perform ops.fail_argument('meter', null);
    elsif v_request.quantity is null then
        perform ops.fail_argument('quantity', null);
    elsif v_request.event_id is null then
        perform ops.fail_argument('event_id', null);
    elsif v_at > v_now + interval '5 minutes' or not isfinite(v_at) then
        perform ops.fail('TH001', 'at', 'at is not in the future');
    elsif
        v_at < (date_trunc('month', v_now at time zone 'UTC') - interval '1 month') at time zone 'UTC'
    then
        perform ops.fail('TH001', 'at', 'at is in this month or the last');
    end if;
    perform credits.check_metadata(v_request.metadata);

    perform from usage.meters m where m.id = v_request.meter;
    if not found then
        perform ops.fail('TH404', 'meter');
    end if;
    perform from credits.accounts a where a.user_id = p_user_id for no key update;
    if not found then
        perform ops.fail('TH404', 'account');
    end if;

    insert into usage.events (
        user_id, event_id, meter, quantity, at, recorded_at, job_id, metadata
    ) values (
        p_user_id, v_request.event_id, v_request.meter, v_request.quantity, v_at, v_now,
        v_request.job_id, v_request.metadata
    )
    on conflict do nothing
    returning * into v_event;
    if not found then
        select e.* into strict v_event
        from usage.events e
        where e.user_id = p_user_id and e.event_id = v_request.event_id;
        if v_event.meter <> v_request.meter or v_event.quantity <> v_request.quantity then
            perform ops.fail('TH409', 'event_id');
        end if;
        return v_event;
    end if;

    -- Looked at after the insert, which has waited for whoever archives the same id.
    select p.at into v_past_at
    from usage.past_events p
    where p.user_id = p_user_id and p.digest = usage.event_digest(v_request.event_id);
    if found then
        return usage.repeat_past_event(v_event, v_past_at);
    end if;

    for v_counted in
        with counted as (
            insert into usage.counters as c (user_id, meter, per, starts_on, quantity)
            select
                p_user_id, v_request.meter, w.per,
                usage.window_start(w.per, v_at), v_request.quantity
            from (values ('day'), ('month')) as w (per)
            on conflict (user_id, meter, per, starts_on) do update
            set quantity = c.quantity + excluded.quantity, events = c.events + 1
            returning c.per, c.starts_on, c.quantity
        )
        select
            c.per, c.starts_on, c.quantity as used, l.plan, l.kind, l.quantity as allowed,
            coalesce(l.overage_price, 0) as overage_price
        from counted c
        join usage.limits l
            on l.plan = billing.plan_of(p_user_id, v_now) and l.meter = v_request.meter and l.per = c.per
        -- Of two limits that are passed it is always the same that is named.
        order by c.per
    loop
        if v_counted.kind = 'hard' and v_counted.used > v_counted.allowed then
            perform ops.fail('TH451', format('%s a %s', v_request.meter, v_counted.per));
        end if;
        v_overage := greatest(
            v_overage, least(v_event.quantity, v_counted.used - v_counted.allowed)
        );
        v_cost := greatest(
            v_cost,
            least(v_event.quantity, v_counted.used - v_counted.allowed) * v_counted.overage_price
        );
        perform usage.raise_alerts(
            p_user_id, v_request.meter, v_counted.per, v_counted.starts_on, v_counted.plan, v_counted.used,
            v_counted.allowed
        );
    end loop;

    if v_overage > 0 then
        v_event := usage.charge_overage(v_event, v_overage, v_cost);
    end if;
    return v_event;
end
$$;

grant execute on function
    usage.record(uuid, text, numeric, text, timestamptz, text, jsonb) to service_role;
comment on function usage.record(uuid, text, numeric, text, timestamptz, text, jsonb) is
    'Records that a user used p_quantity of a meter, at p_at (this month or the last; default now), once for each p_event_id: a repeat answers the first. Raises TH001 with the field, TH402 when overage can''t be paid, TH404 (account, meter), TH409 for an event id that was used for something else, TH412 for one that was recorded so long ago that it is kept no more, TH451 beyond a hard limit.';
