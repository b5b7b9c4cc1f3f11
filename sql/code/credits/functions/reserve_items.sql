-- The set-based form of reserve. Items of one user get credits in the order in which they stand. A user
-- with an item that has to be priced, or with a key that several items have, is served by reserve, in order.
-- Race: as reserve; accounts are locked in key order, so that two batches can't wait for each other.
-- Definer because callers have no right on the tables.
create or replace function credits.reserve_items(p_items jsonb)
returns setof credits.reservation_answer
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    v_at timestamptz := clock_timestamp();
    v_requests credits.reserve_request[];
    v_faults credits.item_fault[];
    v_outdated uuid[];
    v_user_id uuid;
    v_apart uuid[];
    v_ordinality integer;
    v_answers credits.reservation_answer[];
begin
    select i.requests, i.faults
    into v_requests, v_faults
    from credits.read_items(
        (gen_random_uuid(), null, 'job', null, '15 minutes', null, null, '{}', null)::credits.reserve_request,
        '{user_id,job_type}',
        p_items
    ) i;

    select array_agg(l.user_id) filter (where l.next_expiry_at <= v_at or l.available < l.amount)
    into v_outdated
    from (
        select a.user_id, a.next_expiry_at, a.available, d.amount
        from (
            select r.user_id::uuid as user_id, sum(r.amount) as amount
            from unnest(v_requests) r
            group by r.user_id::uuid
        ) d
        join credits.accounts a on a.user_id = d.user_id
        order by a.user_id
        for no key update of a
    ) l;
    foreach v_user_id in array coalesce(v_outdated, '{}') loop
        perform credits.settle(v_user_id, v_at);
    end loop;

    select array_agg(k.user_id)
    into v_apart
    from (
        select r.user_id::uuid as user_id
        from unnest(v_requests) r
        where
            r.user_id is not null
            and (r.idempotency_key is not null or r.amount is null or r.units is not null)
        group by r.user_id::uuid, r.idempotency_key
        having count(*) > 1 or bool_or(r.amount is null or r.units is not null)
    ) k;
    for v_ordinality in
        select r.ordinality
        from unnest(v_requests) with ordinality as r
        where r.user_id = any (v_apart)
        order by r.ordinality
    loop
        v_answers := v_answers || credits.reserve_item(v_ordinality, v_requests[v_ordinality]);
    end loop;

    return query
    with items as materialized (
        select
            r.ordinality::integer as ordinality,
            r.user_id::uuid as user_id,
            trim_scale(r.amount) as amount,
            r.job_type,
            r.job_id,
            r.ttl,
            r.idempotency_key,
            r.description,
            r.metadata,
            case when r.idempotency_key is not null then credits.fingerprint(
                jsonb_build_array(
                    trim_scale(r.amount), r.job_type, r.job_id, extract(epoch from r.ttl), r.description,
                    r.metadata
                )
            ) end as fingerprint,
            case when r.metadata <> '{}' then credits.unknown_metadata_key(r.metadata) end as unknown_key
        from unnest(v_requests) with ordinality as r
        where r.user_id is not null and r.user_id <> all (coalesce(v_apart, '{}'))
    ),
    asked as materialized (
        select
            i.*,
            a.available,
            a.sequence,
            k.answer,
            case
                when k.fingerprint <> i.fingerprint then 'TH409'
                when k.answer is not null then null
                when i.unknown_key is not null then 'TH001'
                when a.user_id is null then 'TH404'
            end as error_code
        from items i
        left join credits.accounts a on a.user_id = i.user_id
        left join credits.idempotency_keys k
            on k.user_id = i.user_id and k.operation = 'reserve' and k.key = i.idempotency_key
    ),
    taken as (
        select
            a.*,
            credits.left_after(a.available, a.amount) over taking as left_after
        from asked a
        where a.answer is null and a.error_code is null
        window taking as (partition by a.user_id order by a.ordinality)
    ),
    made as materialized (
        select
            t.ordinality,
            t.user_id,
            t.amount,
            t.idempotency_key,
            t.fingerprint,
            t.sequence + row_number() over (partition by t.user_id order by t.ordinality) as sequence,
            (
                gen_random_uuid(),
                t.user_id,
                t.amount,
                0,
                'reserved',
                t.job_type,
                t.job_id,
                v_at + make_interval(secs => extract(epoch from t.ttl)::double precision),
                v_at,
                null,
                t.description,
                null,
                0,
                t.sequence + row_number() over (partition by t.user_id order by t.ordinality),
                t.metadata,
                null,
                null
            )::credits.reservations as reservation
        from (
            select
                t.*,
                lag(t.left_after, 1, t.available) over (partition by t.user_id order by t.ordinality) as left_before
            from taken t
        ) t
        where t.left_before >= t.amount
    ),
    reserved as (
        insert into credits.reservations
        select (m.reservation).* from made m
    ),
    keyed as (
        insert into credits.idempotency_keys (user_id, operation, key, fingerprint, answer)
        select m.user_id, 'reserve', m.idempotency_key, m.fingerprint, to_jsonb(m.reservation)
        from made m
        where m.idempotency_key is not null
    ),
    moved as (
        update credits.accounts a
        set
            available = trim_scale(a.available - s.amount),
            held = trim_scale(a.held + s.amount),
            held_since = case when a.held = 0 then v_at else least(a.held_since, v_at) end,
            sequence = s.sequence
        from (
            select m.user_id, sum(m.amount) as amount, max(m.sequence) as sequence from made m group by m.user_id
        ) s
        where a.user_id = s.user_id
    )
    select
        a.ordinality,
        case
            when a.error_code is null
            then coalesce(m.reservation, jsonb_populate_record(null::credits.reservations, a.answer))
        end,
        case
            when a.error_code is not null then a.error_code
            when a.answer is null and m.ordinality is null then 'TH402'
        end,
        case a.error_code when 'TH001' then 'metadata' when 'TH404' then 'account' end,
        case
            when a.error_code = 'TH001' then format('Key %s is not allowed.', to_json(left(a.unknown_key, 64)))
        end
    from asked a
    left join made m on m.ordinality = a.ordinality
    union all
    select s.* from unnest(v_answers) s
    union all
    select f.ordinality, null, 'TH001', f.field, f.rule
    from unnest(v_faults) f
    order by 1;
end
$$;

grant execute on function credits.reserve_items(jsonb) to service_role;
comment on function credits.reserve_items(jsonb) is
    'Reserves for 1 to 1000 items (the arguments of credits.reserve, without p_) and answers each in order, by its reservation or by the error that credits.reserve would raise (TH001, TH402, TH404, TH409); one bad item fails alone. Raises TH001 when there are no 1 to 1000 items.';
