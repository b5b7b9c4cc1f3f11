-- All items at once, as most batches have no bad one; only when that fails each is read by itself.
create or replace function credits.read_items(
    p_defaults anyelement,
    p_required text[],
    p_items jsonb,
    out requests anyarray,
    out faults credits.item_fault[]
)
language plpgsql
stable
security invoker
set search_path = pg_catalog, pg_temp
as $$
declare
    v_known text[];
    v_item record;
    v_read record;
begin
    if jsonb_typeof(p_items) is distinct from 'array' then
        perform ops.fail('TH001', 'items', 'items is an array');
    elsif jsonb_array_length(p_items) not between 1 and 1000 then
        perform ops.fail('TH001', 'items', 'items are 1 to 1000');
    end if;
    select array_agg(k.key) into v_known from jsonb_object_keys(to_jsonb(p_defaults)) k (key);
    -- Whose request an item is, for the audit log.
    v_known := v_known || 'request_id'::text;

    select
        array_agg(
            (
                s.ordinality,
                coalesce(s.missing, s.unknown, 'items'),
                case
                    when s.missing is not null then s.missing || ' is required'
                    when s.unknown is not null then 'there is no such argument'
                    else 'an item is an object'
                end
            )::credits.item_fault
        )
    into faults
    from (
        select
            i.ordinality,
            jsonb_typeof(i.item) = 'object' as is_object,
            case when jsonb_typeof(i.item) = 'object' then (
                select f.field
                from unnest(p_required) f (field)
                where coalesce(i.item -> f.field, 'null') = 'null'
                limit 1
            ) end as missing,
            case when jsonb_typeof(i.item) = 'object' and i.item - v_known <> '{}' then (
                select left(f.field, 64) from jsonb_object_keys(i.item - v_known) f (field) limit 1
            ) end as unknown
        from jsonb_array_elements(p_items) with ordinality as i (item, ordinality)
    ) s
    where not s.is_object or s.missing is not null or s.unknown is not null;

    begin
        select array_agg(
            case when f.ordinality is null then jsonb_populate_record(p_defaults, i.item) end
            order by i.ordinality
        )
        into requests
        from jsonb_array_elements(p_items) with ordinality as i (item, ordinality)
        left join unnest(faults) f on f.ordinality = i.ordinality;
        return;
    exception
        when data_exception or check_violation or not_null_violation then
            requests := '{}';
    end;

    for v_item in
        select i.item, i.ordinality, f.ordinality is null as is_well_formed
        from jsonb_array_elements(p_items) with ordinality as i (item, ordinality)
        left join unnest(faults) f on f.ordinality = i.ordinality
        order by i.ordinality
    loop
        select r.request, r.field, r.rule
        into v_read
        from credits.read_item(p_defaults, v_item.item) r
        where v_item.is_well_formed;
        requests := requests || v_read.request;
        if v_read.field is not null then
            faults := faults || (v_item.ordinality, v_read.field, v_read.rule)::credits.item_fault;
        end if;
    end loop;
end
$$;

comment on function credits.read_items(anyelement, text[], jsonb) is
    'Reads the items of a batch into requests like p_defaults, one an item, null where an item has a fault. Raises TH001 when there are no 1 to 1000 items.';
