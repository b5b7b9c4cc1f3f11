-- An event that is posted to whoever wants it; answers its id.
create function tests.a_delivery(p_event_type text default 'usage.alert', p_id uuid default gen_random_uuid())
returns uuid language plpgsql volatile as $$
begin
    perform ops.post_webhook(p_id, p_event_type, '{"user_id": null, "used": 8.50}', '2027-01-02 03:04:05.678901+00');
    return p_id;
end
$$;
