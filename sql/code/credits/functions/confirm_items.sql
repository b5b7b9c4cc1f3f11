-- Set-based for all; when an account doesn't add up, one by one, so that it fails its own items alone.
-- Race: as confirm; accounts are locked in key order, so that two batches can't wait for each other.
-- Definer because callers have no right on the tables.
create or replace function credits.confirm_items(p_items jsonb)
returns setof credits.reservation_answer
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    v_requests credits.confirm_request[];
    v_faults credits.item_fault[];
    v_answers credits.reservation_answer[] := array[]::credits.reservation_answer[];
    v_ordinality integer;
begin
    select i.requests, i.faults
    into v_requests, v_faults
    from credits.read_items(
        (gen_random_uuid(), gen_random_uuid(), null, 'reject', null)::credits.confirm_request,
        '{user_id,reservation_id}',
        p_items
    ) i;
    perform audit.name_requests(p_items, 'reservation_id');

    begin
        v_answers := credits.confirm_together(v_requests);
    exception
        when sqlstate 'TH510' or integrity_constraint_violation then
            perform credits.lock_accounts(array(select r.user_id::uuid from unnest(v_requests) r));
            for v_ordinality in
                select r.ordinality
                from unnest(v_requests) with ordinality as r
                where r.user_id is not null
                order by r.ordinality
            loop
                v_answers := v_answers || credits.confirm_item(v_ordinality, v_requests[v_ordinality]);
            end loop;
    end;

    return query
    select a.* from unnest(v_answers) a
    union all
    select f.ordinality, null, 'TH001', f.field, f.rule from unnest(v_faults) f
    order by 1;
end
$$;

grant execute on function credits.confirm_items(jsonb) to service_role;
comment on function credits.confirm_items(jsonb) is
    'Confirms for 1 to 1000 items (the arguments of credits.confirm, without p_) and answers each in order, by its reservation or by the error that credits.confirm would raise (TH001, TH402, TH404, TH409, TH410, TH411, TH510); one bad item fails alone. Raises TH001 when there are no 1 to 1000 items.';
