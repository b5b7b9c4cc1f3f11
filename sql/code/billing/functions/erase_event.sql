-- Race: who archives the event has its row. The archive is looked into once they are done, by a plan of then, as the
-- month may be theirs; SQL would plan both statements ahead.
create or replace function billing.erase_event(p_id text)
returns void
language plpgsql
volatile
security invoker
set search_path = pg_catalog, pg_temp
as $$
begin
    update billing.stripe_events e
    set
        payload = jsonb_build_object('id', e.id, 'type', e.type, 'erased', true),
        -- A message may quote a value; the code says enough.
        error = left(e.error, 5)
    where e.id = p_id and not e.payload ? 'erased';
    update billing.archived_payloads a
    set payload = jsonb_build_object('id', a.id, 'erased', true)
    from billing.stripe_events e
    where
        e.id = p_id and a.id = e.id and a.received_at = e.received_at
        and not a.payload ? 'erased';
end
$$;

comment on function billing.erase_event(text) is
    'Takes away what an event told, here and in the archive; that it came, and what came of it, stays.';
