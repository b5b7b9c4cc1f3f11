-- The set-based form of release.
-- Race: as release; accounts are locked in key order, so that two batches can't wait for each other.
-- Definer because callers have no right on the tables.
create or replace function credits.release_items(p_items jsonb)
returns setof credits.reservation_answer
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    v_at timestamptz := clock_timestamp();
    v_requests credits.release_request[];
    v_faults credits.item_fault[];
    v_user_ids uuid[];
    v_user_id uuid;
begin
    select i.requests, i.faults
    into v_requests, v_faults
    from credits.read_items(
        (gen_random_uuid(), gen_random_uuid(), null)::credits.release_request,
        '{user_id,reservation_id}',
        p_items
    ) i;
    perform audit.name_requests(p_items, 'reservation_id');

    select array_agg(l.user_id)
    into v_user_ids
    from (
        select a.user_id
        from credits.accounts a
        where a.user_id = any (array(select r.user_id::uuid from unnest(v_requests) r))
        order by a.user_id
        for no key update
    ) l;

    return query
    with items as materialized (
        select
            r.ordinality::integer as ordinality,
            r.user_id::uuid as user_id,
            r.reservation_id::uuid as reservation_id,
            r.reason,
            row_number() over (partition by r.user_id, r.reservation_id order by r.ordinality) = 1 as is_first
        from unnest(v_requests) with ordinality as r
        where r.user_id is not null
    ),
    released as (
        update credits.reservations r
        set status = 'released', settled_at = v_at, reason = i.reason
        from items i
        where
            r.user_id = i.user_id and r.id = i.reservation_id and i.is_first
            and r.status = 'reserved' and r.expires_at > v_at
        returning i.ordinality, r
    ),
    moved as (
        update credits.accounts a
        set held = trim_scale(a.held - s.amount), available = trim_scale(a.available + s.amount)
        from (
            select (d.r).user_id as user_id, sum((d.r).amount) as amount
            from released d
            group by (d.r).user_id
        ) s
        where a.user_id = s.user_id
    )
    select o.ordinality, o.reservation, o.error_code, case when o.error_code = 'TH404' then 'reservation' end, null
    from (
        select
            i.ordinality,
            case when i.is_first then d.r end as reservation,
            case
                when d.r is null then credits.unsettleable_code(i.user_id, i.reservation_id)
                when not i.is_first then 'TH410'
            end as error_code
        from items i
        left join released d on (d.r).user_id = i.user_id and (d.r).id = i.reservation_id
    ) o
    union all
    select f.ordinality, null, 'TH001', f.field, f.rule
    from unnest(v_faults) f
    order by 1;

    -- What was held of a grant that has expired meanwhile lapses now.
    for v_user_id in
        select a.user_id
        from credits.accounts a
        where a.user_id = any (v_user_ids) and (a.next_expiry_at <= v_at or a.debt > 0)
        order by a.user_id
    loop
        perform credits.settle(v_user_id, v_at);
    end loop;
end
$$;

grant execute on function credits.release_items(jsonb) to service_role;
comment on function credits.release_items(jsonb) is
    'Releases for 1 to 1000 items (the arguments of credits.release, without p_) and answers each in order, by its reservation or by the error that credits.release would raise (TH001, TH404, TH410, TH411); one bad item fails alone. Raises TH001 when there are no 1 to 1000 items.';
