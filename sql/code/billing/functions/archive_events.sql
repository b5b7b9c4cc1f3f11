-- One that is yet to be tried again keeps what it says.
create or replace function billing.archive_events(
    p_after timestamptz,
    p_before timestamptz,
    p_limit integer
)
returns bigint
language plpgsql
volatile
security invoker
set search_path = pg_catalog, pg_temp
as $$
declare
    v_ids text[];
begin
    select array_agg(d.id) into v_ids
    from (
        select e.id::text
        from billing.stripe_events e
        where
            e.received_at < p_before
            -- Some days more, for what was tried again meanwhile.
            and (p_after is null or e.received_at >= p_after - interval '7 days')
            and e.next_attempt_at is null and not e.payload ?| array['archived', 'erased']
        order by e.received_at
        limit p_limit
        for update skip locked
    ) d;
    if v_ids is null then
        return 0;
    end if;

    perform ops.open_month('billing.archived_payloads', m.month)
    from (
        select distinct date_trunc('month', e.received_at, 'UTC') as month
        from billing.stripe_events e
        where e.id = any(v_ids)
    ) m;
    insert into billing.archived_payloads (id, received_at, payload)
    select e.id, e.received_at, e.payload
    from billing.stripe_events e
    where e.id = any(v_ids);
    update billing.stripe_events e
    set
        payload = jsonb_build_object('id', e.id, 'type', e.type, 'archived', true),
        -- A message may quote a value; the code says enough.
        error = left(e.error, 5)
    where e.id = any(v_ids);
    return cardinality(v_ids);
end
$$;

comment on function billing.archive_events(timestamptz, timestamptz, integer) is
    'Archives what up to p_limit events of before p_before told, where all of before p_after has been done. Answers how many.';
