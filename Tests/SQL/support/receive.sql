-- What comes of an event: its status, and why.
create function tests.receive(
    p_type text,
    p_object jsonb,
    p_second integer default 0,
    p_id text default 'evt_' || replace(gen_random_uuid()::text, '-', '')
) returns text language plpgsql volatile as $$
declare
    v_receipt billing.stripe_receipt := billing.receive_stripe_event(
        tests.stripe_event(p_type, p_object, p_second, p_id)
    );
begin
    return (
        select concat_ws(' ', v_receipt.status, v_receipt.reason, e.error)
        from billing.stripe_events e
        where e.id = v_receipt.id
    );
end
$$;
