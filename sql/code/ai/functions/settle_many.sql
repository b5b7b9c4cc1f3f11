-- Items are taken in the order of their users, whose accounts are locked, so that no two batches wait
-- for each other.
-- Definer because the login has no right on the tables.
create or replace function ai.settle_many(p_items jsonb)
returns setof ai.settlement
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_generic_plan
as $$
declare
    v_entry record;
    v_settlements ai.settlement[];
begin
    if p_items is null or jsonb_typeof(p_items) <> 'array' then
        perform ops.fail('TH001', 'items', 'items is an array');
    elsif jsonb_array_length(p_items) > 1000 then
        perform ops.fail('TH001', 'items', 'items are at most 1000');
    end if;

    for v_entry in
        select i.ordinality::integer as ordinality, i.item
        from jsonb_array_elements(p_items) with ordinality as i (item, ordinality)
        order by lower(i.item ->> 'user_id') collate "C", i.ordinality
    loop
        perform set_config('request.id', coalesce(left(v_entry.item ->> 'request_id', 200), ''), true);
        v_settlements[v_entry.ordinality] := ai.settle_item(v_entry.ordinality, v_entry.item);
    end loop;
    return query select s.* from unnest(v_settlements) s;
end
$$;

grant execute on function ai.settle_many(jsonb) to authenticator;
comment on function ai.settle_many(jsonb) is
    'Settles up to 1000 calls, or tries of calls, each by itself, and answers item by item what they cost, or an error''s code: TH001 for an item that can''t be read, TH404 for a call that isn''t there, TH510. Raises TH001 when there are no items.';
