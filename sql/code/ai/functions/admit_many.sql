-- Items are taken in the order of their users, whose counters and accounts are locked, so that no two
-- batches wait for each other. Plans are always the same, and cost more to make than to run.
-- Definer because the login has no right on the tables.
create or replace function ai.admit_many(p_items jsonb)
returns setof ai.admission
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_generic_plan
as $$
declare
    v_settings ai.settings;
    v_entry record;
    v_admissions ai.admission[];
begin
    if p_items is null or jsonb_typeof(p_items) <> 'array' then
        perform ops.fail('TH001', 'items', 'items is an array');
    elsif jsonb_array_length(p_items) > 1000 then
        perform ops.fail('TH001', 'items', 'items are at most 1000');
    end if;
    select s.* into strict v_settings from ai.settings s;

    for v_entry in
        select e.ordinality, e.item, e.claims
        from (
            select
                i.ordinality::integer as ordinality,
                i.item,
                case
                    when jsonb_typeof(i.item) is distinct from 'object' then null
                    when i.item ? 'key' then (identity.use_api_key(i.item ->> 'key')).claims
                    when jsonb_typeof(i.item -> 'claims') = 'object' then i.item -> 'claims'
                end as claims
            from jsonb_array_elements(p_items) with ordinality as i (item, ordinality)
        ) e
        order by lower(e.claims ->> 'sub') collate "C", e.ordinality
    loop
        -- Whose request it is, for whatever asks: the session's check and the audit log.
        perform
            set_config('request.jwt.claims', coalesce(v_entry.claims::text, ''), true),
            set_config('request.id', coalesce(left(v_entry.item ->> 'request_id', 200), ''), true),
            set_config('request.address', coalesce(left(v_entry.item ->> 'address', 100), ''), true);
        v_admissions[v_entry.ordinality] := ai.admit_item(
            v_entry.ordinality, v_entry.item, v_entry.claims, v_settings
        );
    end loop;
    return query select a.* from unnest(v_admissions) a;
end
$$;

grant execute on function ai.admit_many(jsonb) to authenticator;
comment on function ai.admit_many(jsonb) is
    'Admits up to 1000 calls of models, each by itself, and answers item by item: what is held and how to cap it, or the error that it is refused with (TH001 with the field, TH401, TH402, TH403, TH404, TH408, TH420, TH421, TH429, TH451, TH503, TH510). Raises TH001 when there are no items.';
