-- Drawing is simple where the account's first grant covers all that is held and nothing is owed. What needs
-- more than that (several grants, debt, more than is held) and what is refused goes through confirm, in order.
create or replace function credits.confirm_together(p_requests credits.confirm_request[])
returns credits.reservation_answer[]
language plpgsql
volatile
security invoker
set search_path = pg_catalog, pg_temp
as $$
declare
    v_at timestamptz := clock_timestamp();
    v_answers credits.reservation_answer[];
    v_ordinality integer;
begin
    perform credits.lock_accounts(array(select r.user_id::uuid from unnest(p_requests) r));

    with items as materialized (
        select
            r.ordinality::integer as ordinality,
            r.user_id::uuid as user_id,
            r.reservation_id::uuid as reservation_id,
            trim_scale(r.amount) as amount,
            r.overage,
            r.idempotency_key,
            case when r.idempotency_key is not null then credits.fingerprint(
                jsonb_build_array(r.reservation_id, trim_scale(r.amount), r.overage)
            ) end as fingerprint
        from unnest(p_requests) with ordinality as r
        where r.user_id is not null
    ),
    asked as materialized (
        select
            i.*,
            r.amount as held,
            coalesce(i.amount, r.amount) as charged,
            r.created_at as held_at,
            r.sequence as held_sequence,
            k.answer,
            k.fingerprint as first_fingerprint,
            k.answer is null and r.status = 'reserved' and r.expires_at > v_at as is_open,
            (
                row_number() over (partition by i.user_id, i.reservation_id order by i.ordinality) = 1
                and (
                    i.idempotency_key is null
                    or row_number() over (partition by i.user_id, i.idempotency_key order by i.ordinality) = 1
                )
            ) as is_first
        from items i
        left join credits.reservations r on r.user_id = i.user_id and r.id = i.reservation_id
        left join credits.idempotency_keys k
            on k.user_id = i.user_id and k.operation = 'confirm' and k.key = i.idempotency_key
    ),
    simple_accounts as materialized (
        select u.user_id, a.sequence, a.available + a.held as balance, g.id as grant_id
        from (
            select
                s.user_id,
                min(s.held_sequence) as held_sequence,
                max(s.held_at) as held_at,
                bool_or(s.charged > s.held and s.overage <> 'reject') as is_above_hold
            from asked s
            where s.is_open
            group by s.user_id
        ) u
        join credits.accounts a on a.user_id = u.user_id
        cross join lateral (
            select f.id, f.remaining, f.sequence, f.expires_at
            from credits.grants f
            where f.user_id = u.user_id and not f.is_spent
            order by f.priority, f.expires_at, f.sequence
            limit 1
        ) g
        where
            not u.is_above_hold
            and a.debt = 0
            and a.next_expiry_at > v_at
            and g.remaining >= a.held
            and g.sequence < u.held_sequence
            and (g.expires_at is null or g.expires_at > u.held_at)
    ),
    simple as materialized (
        select
            s.ordinality, s.user_id, s.reservation_id, s.held, s.charged, s.idempotency_key, s.fingerprint,
            a.grant_id,
            a.sequence + row_number() over account as sequence,
            trim_scale(a.balance - sum(s.charged) over account) as balance
        from asked s
        join simple_accounts a on a.user_id = s.user_id
        where s.is_open and s.is_first and s.charged <= s.held
        window account as (partition by s.user_id order by s.ordinality)
    ),
    by_account as materialized (
        select
            s.user_id, s.grant_id, sum(s.held) as held, sum(s.charged) as charged, max(s.sequence) as sequence
        from simple s
        group by s.user_id, s.grant_id
    ),
    confirmed as (
        update credits.reservations r
        set status = 'confirmed', charged = s.charged, settled_at = v_at
        from simple s
        where r.user_id = s.user_id and r.id = s.reservation_id
        returning s.ordinality, s.idempotency_key, s.fingerprint, r
    ),
    drawn as (
        update credits.grants g
        set remaining = trim_scale(g.remaining - a.charged)
        from by_account a
        where g.user_id = a.user_id and g.id = a.grant_id
    ),
    moved as (
        update credits.accounts a
        set
            held = trim_scale(a.held - b.held),
            available = trim_scale(a.available + b.held - b.charged),
            sequence = b.sequence
        from by_account b
        where a.user_id = b.user_id
    ),
    entered as (
        insert into credits.ledger_entries (
            user_id, sequence, kind, amount, balance, grant_id, reservation_id, created_at
        )
        select
            s.user_id, s.sequence, 'charge', -s.charged, s.balance, s.grant_id, s.reservation_id, v_at
        from simple s
    ),
    keyed as (
        insert into credits.idempotency_keys (user_id, operation, key, fingerprint, answer)
        select (c.r).user_id, 'confirm', c.idempotency_key, c.fingerprint, to_jsonb(c.r)
        from confirmed c
        where c.idempotency_key is not null
    )
    select array_agg(
        (
            s.ordinality,
            case
                when s.first_fingerprint = s.fingerprint
                then jsonb_populate_record(null::credits.reservations, s.answer)
                else c.r
            end,
            null, null, null
        )::credits.reservation_answer
        order by s.ordinality
    )
    into v_answers
    from asked s
    left join confirmed c on c.ordinality = s.ordinality;

    for v_index in 1 .. coalesce(cardinality(v_answers), 0) loop
        if (v_answers[v_index].reservation).id is null then
            v_ordinality := v_answers[v_index].ordinality;
            v_answers[v_index] := credits.confirm_item(v_ordinality, p_requests[v_ordinality]);
        end if;
    end loop;
    return v_answers;
end
$$;

comment on function credits.confirm_together(credits.confirm_request[]) is
    'The set-based form of credits.confirm, for the requests of a batch that aren''t null, in their order. Raises TH510, or a constraint''s error, when an account does not add up.';
