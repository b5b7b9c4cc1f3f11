-- Items of one user get credits in the order in which they stand. A user with an item that has to be priced,
-- or with a key that several items have, is served by reserve, in order.
--
-- What starting a statement costs is most of what a small batch does, so there are three, of few nodes each;
-- what is between them is reckoned without one.
create or replace function credits.reserve_together(p_requests credits.reserve_request[])
returns credits.reservation_answer[]
language plpgsql
volatile
security invoker
set search_path = pg_catalog, pg_temp
as $$
declare
    v_at timestamptz := clock_timestamp();
    v_is_settled boolean := false;
    v_user_id uuid;
    -- Of each account that there is: whose, what is left of it, its sequence, and what it holds more.
    v_user_ids uuid[];
    v_left numeric[];
    v_sequences bigint[];
    v_taken numeric[];
    v_outdated uuid[];
    v_special uuid[];
    v_apart uuid[];
    v_place integer;
    v_ordinality integer;
    v_request credits.reserve_request;
    v_amount numeric;
    v_fingerprint bytea;
    -- What was answered before, item by item.
    v_firsts credits.idempotency_keys[];
    v_first credits.idempotency_keys;
    v_unknown_key text;
    v_reservation credits.reservations;
    v_reservations credits.reservations[] := array[]::credits.reservations[];
    v_keys credits.idempotency_keys[] := array[]::credits.idempotency_keys[];
    v_answer credits.reservation_answer;
    v_answers credits.reservation_answer[] := array[]::credits.reservation_answer[];
begin
    loop
        select
            array_agg(l.user_id),
            array_agg(l.available),
            array_agg(l.sequence),
            array_agg(0::numeric),
            array_agg(l.user_id) filter (where l.next_expiry_at <= v_at or l.available < l.amount),
            array_agg(l.user_id) filter (where l.is_special)
        into v_user_ids, v_left, v_sequences, v_taken, v_outdated, v_special
        from (
            select
                a.user_id, a.available::numeric as available, a.sequence, a.next_expiry_at, d.amount, d.is_special
            from (
                select
                    r.user_id::uuid as user_id,
                    sum(r.amount) as amount,
                    bool_or(
                        r.idempotency_key is not null or r.amount is null or r.units is not null
                    ) as is_special
                from unnest(p_requests) r
                group by r.user_id::uuid
            ) d
            join credits.accounts a on a.user_id = d.user_id
            order by a.user_id
            for no key update of a
        ) l;
        exit when v_outdated is null or v_is_settled;
        foreach v_user_id in array v_outdated loop
            perform credits.settle(v_user_id, v_at);
        end loop;
        v_is_settled := true;
    end loop;

    if v_special is not null then
        select array_agg(k.user_id)
        into v_apart
        from (
            select r.user_id::uuid as user_id
            from unnest(p_requests) r
            where r.user_id = any (v_special)
            group by r.user_id::uuid, r.idempotency_key
            having
                count(*) filter (where r.idempotency_key is not null) > 1
                or bool_or(r.amount is null or r.units is not null)
        ) k;
        for v_ordinality in
            select r.ordinality
            from unnest(p_requests) with ordinality as r
            where r.user_id = any (v_apart)
            order by r.ordinality
        loop
            v_answers := v_answers || credits.reserve_item(v_ordinality, p_requests[v_ordinality]);
        end loop;
    end if;

    for v_ordinality in 1 .. coalesce(cardinality(p_requests), 0) loop
        v_request := p_requests[v_ordinality];
        continue when v_request.user_id is null or v_request.user_id = any (v_apart);
        v_amount := trim_scale(v_request.amount);
        v_place := array_position(v_user_ids, v_request.user_id::uuid);
        if v_place is null then
            -- Nobody's: reserve has the words for it.
            v_answers := v_answers || credits.reserve_item(v_ordinality, v_request);
            continue;
        end if;
        v_unknown_key := case
            when v_request.metadata <> '{}' then credits.unknown_metadata_key(v_request.metadata)
        end;
        v_answer := null;
        v_answer.ordinality := v_ordinality;
        v_first := null;
        if v_request.idempotency_key is not null then
            v_fingerprint := credits.fingerprint(
                jsonb_build_array(
                    v_amount, v_request.job_type, v_request.job_id, extract(epoch from v_request.ttl),
                    v_request.description, v_request.metadata
                )
            );
            if v_firsts is null then
                v_firsts := array(
                    select k
                    from unnest(p_requests) with ordinality as r
                    left join credits.idempotency_keys k
                        on k.user_id = r.user_id and k.operation = 'reserve' and k.key = r.idempotency_key
                    order by r.ordinality
                );
            end if;
            v_first := v_firsts[v_ordinality];
        end if;

        if v_first.fingerprint <> v_fingerprint then
            v_answer.error_code := 'TH409';
        elsif v_first.answer is not null then
            v_answer.reservation := jsonb_populate_record(null::credits.reservations, v_first.answer);
        elsif v_unknown_key is not null then
            v_answer.error_code := 'TH001';
            v_answer.error_detail := 'metadata';
            v_answer.error_hint := format('Key %s is not allowed.', to_json(left(v_unknown_key, 64)));
        elsif v_left[v_place] < v_amount then
            v_answer.error_code := 'TH402';
        else
            v_left[v_place] := v_left[v_place] - v_amount;
            v_taken[v_place] := v_taken[v_place] + v_amount;
            v_sequences[v_place] := v_sequences[v_place] + 1;
            v_reservation := row(
                gen_random_uuid(), v_request.user_id, v_amount, 0, 'reserved', v_request.job_type,
                v_request.job_id,
                v_at + make_interval(secs => extract(epoch from v_request.ttl)::double precision), v_at,
                null, v_request.description, null, 0, v_sequences[v_place], v_request.metadata, null, null
            );
            v_reservations := v_reservations || v_reservation;
            v_answer.reservation := v_reservation;
            if v_request.idempotency_key is not null then
                v_keys := v_keys || (
                    v_request.user_id, 'reserve', v_request.idempotency_key, v_fingerprint,
                    to_jsonb(v_reservation), now()
                )::credits.idempotency_keys;
            end if;
        end if;
        v_answers := v_answers || v_answer;
    end loop;
    if v_reservations = '{}' then
        return v_answers;
    end if;

    insert into credits.reservations select r.* from unnest(v_reservations) r;
    update credits.accounts a
    set
        available = trim_scale(a.available - s.amount),
        held = trim_scale(a.held + s.amount),
        held_since = case when a.held = 0 then v_at else least(a.held_since, v_at) end,
        sequence = s.sequence
    from unnest(v_user_ids, v_taken, v_sequences) as s (user_id, amount, sequence)
    where a.user_id = s.user_id and s.amount > 0;
    if v_keys <> '{}' then
        insert into credits.idempotency_keys select k.* from unnest(v_keys) k;
    end if;
    return v_answers;
end
$$;

comment on function credits.reserve_together(credits.reserve_request[]) is
    'The set-based form of credits.reserve, for the requests of a batch that aren''t null; answers in no order. Raises TH510, or a constraint''s error, when an account does not add up.';
