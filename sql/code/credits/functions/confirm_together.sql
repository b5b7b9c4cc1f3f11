-- Drawing is simple where the account's first grant covers all that is held and nothing is owed. What needs
-- more than that (several grants, debt, more than is held) and what is refused goes through confirm, in order;
-- so does what comes after it of the same account.
--
-- What starting a statement costs is most of what a small batch does, so there are three, of few nodes each;
-- what is between them is reckoned without one.
create or replace function credits.confirm_together(p_requests credits.confirm_request[])
returns credits.reservation_answer[]
language plpgsql
volatile
security invoker
set search_path = pg_catalog, pg_temp
as $$
declare
    v_at timestamptz := clock_timestamp();
    -- Of each account: whose, what it holds, its sequence and balance, its first grant, what that one
    -- is charged and what is held no more.
    v_user_ids uuid[];
    v_holds numeric[];
    v_sequences bigint[];
    v_balances numeric[];
    v_are_simple boolean[];
    v_grant_ids uuid[];
    v_charges numeric[];
    v_released numeric[];
    v_item record;
    v_place integer;
    v_charged numeric;
    v_fingerprint bytea;
    v_reservation credits.reservations;
    v_confirmed credits.reservations[] := array[]::credits.reservations[];
    v_entries credits.ledger_entries[] := array[]::credits.ledger_entries[];
    -- What was answered before, item by item.
    v_firsts credits.idempotency_keys[];
    v_first credits.idempotency_keys;
    v_keys credits.idempotency_keys[] := array[]::credits.idempotency_keys[];
    v_seen uuid[] := array[]::uuid[];
    v_keys_seen text[] := array[]::text[];
    v_is_repeated boolean;
    v_answer credits.reservation_answer;
    v_answers credits.reservation_answer[] := array[]::credits.reservation_answer[];
    v_apart integer[] := array[]::integer[];
    v_ordinality integer;
begin
    select
        array_agg(l.user_id), array_agg(l.held::numeric), array_agg(l.sequence),
        array_agg(l.available + l.held), array_agg(l.debt = 0 and l.next_expiry_at > v_at),
        array_agg(null::uuid), array_agg(0::numeric), array_agg(0::numeric)
    into
        v_user_ids, v_holds, v_sequences, v_balances, v_are_simple, v_grant_ids, v_charges, v_released
    from (
        select a.*
        from credits.accounts a
        where a.user_id = any (array(select r.user_id::uuid from unnest(p_requests) r))
        order by a.user_id
        for no key update
    ) l;

    for v_item in
        select
            r.ordinality::integer as ordinality, r.user_id::uuid as user_id, trim_scale(r.amount) as amount,
            r.reservation_id::uuid as reservation_id, r.overage, r.idempotency_key as key, h as reservation,
            g.id as grant_id, g.remaining, g.sequence as grant_sequence, g.expires_at as grant_expires_at
        from unnest(p_requests) with ordinality as r
        left join credits.reservations h on h.user_id = r.user_id and h.id = r.reservation_id
        left join lateral (
            select f.id, f.remaining, f.sequence, f.expires_at
            from credits.grants f
            where f.user_id = r.user_id and not f.is_spent
            order by f.priority, f.expires_at, f.sequence
            limit 1
        ) g on true
        where r.user_id is not null
        order by r.ordinality
    loop
        v_reservation := v_item.reservation;
        v_answer := null;
        v_answer.ordinality := v_item.ordinality;
        -- What several items name is settled by the first that may.
        v_is_repeated := v_item.reservation_id = any (v_seen);
        v_seen := v_seen || v_item.reservation_id;
        v_first := null;
        if v_item.key is not null then
            v_is_repeated := v_is_repeated or v_item.user_id || v_item.key = any (v_keys_seen);
            v_keys_seen := v_keys_seen || (v_item.user_id || v_item.key);
            v_fingerprint := credits.fingerprint(
                jsonb_build_array(v_item.reservation_id, v_item.amount, v_item.overage)
            );
            if v_firsts is null then
                v_firsts := array(
                    select k
                    from unnest(p_requests) with ordinality as r
                    left join credits.idempotency_keys k
                        on k.user_id = r.user_id and k.operation = 'confirm' and k.key = r.idempotency_key
                    order by r.ordinality
                );
            end if;
            v_first := v_firsts[v_item.ordinality];
        end if;

        if v_first.fingerprint = v_fingerprint then
            v_answer.reservation := jsonb_populate_record(null::credits.reservations, v_first.answer);
        elsif
            v_first.answer is null and v_reservation.status = 'reserved' and v_reservation.expires_at > v_at
        then
            v_place := array_position(v_user_ids, v_item.user_id);
            v_charged := coalesce(v_item.amount, v_reservation.amount);
            if
                v_are_simple[v_place] and not v_is_repeated
                and v_charged <= v_reservation.amount
                and v_item.remaining >= v_holds[v_place]
                and v_item.grant_sequence < v_reservation.sequence
                and (v_item.grant_expires_at > v_reservation.created_at) is not false
            then
                v_sequences[v_place] := v_sequences[v_place] + 1;
                v_balances[v_place] := v_balances[v_place] - v_charged;
                v_grant_ids[v_place] := v_item.grant_id;
                v_charges[v_place] := v_charges[v_place] + v_charged;
                v_released[v_place] := v_released[v_place] + v_reservation.amount;
                v_entries := v_entries || (
                    v_item.user_id, v_sequences[v_place], 'charge', -v_charged,
                    trim_scale(v_balances[v_place]), v_item.grant_id, v_item.reservation_id, v_at
                )::credits.ledger_entries;
                v_reservation.status := 'confirmed';
                v_reservation.charged := v_charged;
                v_reservation.settled_at := v_at;
                v_confirmed := v_confirmed || v_reservation;
                v_answer.reservation := v_reservation;
                if v_item.key is not null then
                    v_keys := v_keys || (
                        v_item.user_id, 'confirm', v_item.key, v_fingerprint, to_jsonb(v_reservation), now()
                    )::credits.idempotency_keys;
                end if;
            elsif v_charged <= v_reservation.amount or v_item.overage <> 'reject' then
                -- Whatever comes after it may depend on what it leaves.
                v_are_simple[v_place] := false;
            end if;
        end if;
        v_answers := v_answers || v_answer;
        if (v_answer.reservation).id is null then
            v_apart := v_apart || cardinality(v_answers);
        end if;
    end loop;

    if v_confirmed <> '{}' then
        with drawn as (
            update credits.grants g
            set remaining = trim_scale(g.remaining - s.charged)
            from unnest(v_user_ids, v_grant_ids, v_charges) as s (user_id, grant_id, charged)
            where g.user_id = s.user_id and g.id = s.grant_id
        ),
        moved as (
            update credits.accounts a
            set
                held = trim_scale(a.held - s.held),
                available = trim_scale(a.available + s.held - s.charged),
                sequence = s.sequence
            from unnest(v_user_ids, v_released, v_charges, v_sequences) as s (user_id, held, charged, sequence)
            where a.user_id = s.user_id and s.held > 0
        ),
        entered as (
            insert into credits.ledger_entries select e.* from unnest(v_entries) e
        )
        update credits.reservations r
        set status = c.status, charged = c.charged, settled_at = c.settled_at
        from unnest(v_confirmed) c
        where r.user_id = c.user_id and r.id = c.id;
    end if;
    if v_keys <> '{}' then
        insert into credits.idempotency_keys select k.* from unnest(v_keys) k;
    end if;

    foreach v_place in array v_apart loop
        v_ordinality := v_answers[v_place].ordinality;
        v_answers[v_place] := credits.confirm_item(v_ordinality, p_requests[v_ordinality]);
    end loop;
    return v_answers;
end
$$;

comment on function credits.confirm_together(credits.confirm_request[]) is
    'The set-based form of credits.confirm, for the requests of a batch that aren''t null, in their order. Raises TH510, or a constraint''s error, when an account does not add up.';
