-- An event as Stripe sends it, so many seconds after the first of January 2027.
create function tests.stripe_event(
    p_type text,
    p_object jsonb,
    p_second integer default 0,
    p_id text default 'evt_' || replace(gen_random_uuid()::text, '-', '')
) returns jsonb language sql volatile as $$
    select jsonb_build_object(
        'id', p_id,
        'object', 'event',
        'type', p_type,
        'created', 1798761600 + p_second,
        'api_version', '2025-03-31.basil',
        'livemode', false,
        'data', jsonb_build_object('object', p_object)
    )
$$;
