-- Items are taken in the order of their users, whose accounts are locked, so that no two batches wait for each
-- other; however somebody writes an id.
-- Definer because callers have no right on the tables.
create or replace function usage.record_many(p_items jsonb)
returns setof usage.record_outcome
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    v_outcomes usage.record_outcome[];
begin
    if p_items is null or jsonb_typeof(p_items) <> 'array' then
        perform ops.fail('TH001', 'items', 'items is an array');
    elsif jsonb_array_length(p_items) > 1000 then
        perform ops.fail('TH001', 'items', 'items are at most 1000');
    end if;

    select array_agg(usage.record_item(i.ordinality::integer, i.item)) into v_outcomes
    from (
        select a.item, a.ordinality
        from jsonb_array_elements(p_items) with ordinality as a (item, ordinality)
        order by
            lower(translate(a.item ->> 'user_id', '{}-', '')) collate "C",
            a.item ->> 'meter', a.item ->> 'event_id', a.ordinality
    ) i;

    return query
    select o.* from unnest(v_outcomes) o order by o.ordinality;
end
$$;

grant execute on function usage.record_many(jsonb) to service_role;
comment on function usage.record_many(jsonb) is
    'Records up to 1000 items (user_id, meter, quantity, event_id, at, job_id, metadata), each by itself, and answers item by item. Raises TH001 with the field.';
