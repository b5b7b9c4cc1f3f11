create or replace function audit.name_requests(p_items jsonb, p_id text)
returns void
language plpgsql
volatile
security invoker
set search_path = pg_catalog, pg_temp
as $$
declare
    v_ids jsonb;
begin
    select jsonb_object_agg(lower(i.item ->> p_id), left(i.item ->> 'request_id', 200))
    into v_ids
    from jsonb_array_elements(p_items) as i (item)
    where jsonb_typeof(i.item) = 'object' and i.item ->> p_id ~ '^[0-9A-Fa-f-]{36}$';

    perform set_config('request.ids', coalesce(v_ids::text, ''), true);
end
$$;

comment on function audit.name_requests(jsonb, text) is
    'Tells the audit log which request each item of a batch comes from: its request_id, for the row whose id stands in the item''s field p_id. Holds until it is called again or the transaction ends.';
