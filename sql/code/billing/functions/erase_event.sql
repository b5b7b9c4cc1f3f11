create or replace function billing.erase_event(p_id text)
returns void
language sql
volatile
security invoker
begin atomic
    update billing.archived_payloads a
    set payload = jsonb_build_object('id', a.id, 'erased', true)
    from billing.stripe_events e
    where
        e.id = p_id and a.id = e.id and a.received_at = e.received_at
        and not a.payload ? 'erased';
    update billing.stripe_events e
    set
        payload = jsonb_build_object('id', e.id, 'type', e.type, 'erased', true),
        -- A message may quote a value; the code says enough.
        error = left(e.error, 5)
    where e.id = p_id and not e.payload ? 'erased';
end;

comment on function billing.erase_event(text) is
    'Takes away what an event told, here and in the archive; that it came, and what came of it, stays.';
