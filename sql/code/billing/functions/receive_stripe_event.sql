-- Inbox and effect are one transaction. Race: of one event that comes many times at once the others wait for the
-- first's row, and find it done.
-- Definer because callers have no right on the tables.
create or replace function billing.receive_stripe_event(p_payload jsonb)
returns billing.stripe_receipt
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    v_payload billing.stripe_payload;
    v_rule text;
    v_occurred_at timestamptz;
    v_event billing.stripe_events;
begin
    if p_payload is null then
        perform ops.fail_argument('payload', null);
    end if;
    begin
        v_payload := p_payload;
    exception
        when check_violation then
            get stacked diagnostics v_rule = constraint_name;
            perform ops.fail_argument('payload', v_rule);
    end;
    if not coalesce(p_payload ->> 'id' ~ '^evt_[A-Za-z0-9_]{1,250}$', false) then
        perform ops.fail('TH001', 'id', 'id is an event''s');
    elsif not coalesce(length(p_payload ->> 'type') between 1 and 100, false) then
        perform ops.fail('TH001', 'type', 'type is 1 to 100 characters');
    elsif not coalesce(p_payload ->> 'created' ~ '^[0-9]{1,11}$', false) then
        perform ops.fail('TH001', 'created', 'created is in seconds since 1970');
    elsif not coalesce(jsonb_typeof(p_payload #> '{data,object}') = 'object', false) then
        perform ops.fail('TH001', 'data', 'data has an object');
    end if;
    v_occurred_at := to_timestamp((p_payload ->> 'created')::bigint);

    insert into billing.stripe_events (id, type, occurred_at, payload, status)
    values (p_payload ->> 'id', p_payload ->> 'type', v_occurred_at, v_payload, 'ignored')
    on conflict (id) do nothing
    returning * into v_event;
    if not found then
        select e.* into strict v_event from billing.stripe_events e where e.id = p_payload ->> 'id';
        return (v_event.id, v_event.type, v_event.status, v_event.reason, false)::billing.stripe_receipt;
    end if;

    v_event := billing.run_stripe_event(v_event);
    return (v_event.id, v_event.type, v_event.status, v_event.reason, true)::billing.stripe_receipt;
end
$$;

grant execute on function billing.receive_stripe_event(jsonb) to service_role;
comment on function billing.receive_stripe_event(jsonb) is
    'Takes an event from Stripe, whose signature the caller has checked, and does what it says; a repeat does nothing, ever. Raises TH001 with the field for what is no event.';
