-- Items of one user get credits in the order in which they stand. A user with an item that has to be priced,
-- or with a key that several items have, is served by reserve, in order.
create or replace function credits.reserve_together(p_requests credits.reserve_request[])
returns credits.reservation_answer[]
language plpgsql
volatile
security invoker
set search_path = pg_catalog, pg_temp
as $$
declare
    v_at timestamptz := clock_timestamp();
    v_outdated uuid[];
    v_user_id uuid;
    v_apart uuid[];
    v_ordinality integer;
    v_answers credits.reservation_answer[] := array[]::credits.reservation_answer[];
    v_together credits.reservation_answer[];
begin
    select array_agg(l.user_id) filter (where l.next_expiry_at <= v_at or l.available < l.amount)
    into v_outdated
    from (
        select a.user_id, a.next_expiry_at, a.available, d.amount
        from (
            select r.user_id::uuid as user_id, sum(r.amount) as amount
            from unnest(p_requests) r
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
        from unnest(p_requests) r
        where
            r.user_id is not null
            and (r.idempotency_key is not null or r.amount is null or r.units is not null)
        group by r.user_id::uuid, r.idempotency_key
        having count(*) > 1 or bool_or(r.amount is null or r.units is not null)
    ) k;
    for v_ordinality in
        select r.ordinality
        from unnest(p_requests) with ordinality as r
        where r.user_id = any (v_apart)
        order by r.ordinality
    loop
        v_answers := v_answers || credits.reserve_item(v_ordinality, p_requests[v_ordinality]);
    end loop;

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
        from unnest(p_requests) with ordinality as r
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
    select array_agg(
        (
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
        )::credits.reservation_answer
    )
    into v_together
    from asked a
    left join made m on m.ordinality = a.ordinality;
    return v_answers || v_together;
end
$$;

comment on function credits.reserve_together(credits.reserve_request[]) is
    'The set-based form of credits.reserve, for the requests of a batch that aren''t null; answers in no order. Raises TH510, or a constraint''s error, when an account does not add up.';
