-- The set-based form of confirm. Drawing is simple where the account's first grant covers all that is held
-- and nothing is owed. What needs more than that (several grants, debt, more than is held) and what is
-- refused goes through confirm, in order.
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
    v_at timestamptz := clock_timestamp();
    v_requests credits.confirm_request[];
    v_faults credits.item_fault[];
    v_answers credits.reservation_answer[];
    v_answer credits.reservation_answer;
begin
    select i.requests, i.faults
    into v_requests, v_faults
    from credits.read_items(
        (gen_random_uuid(), gen_random_uuid(), null, 'reject', null)::credits.confirm_request,
        '{user_id,reservation_id}',
        p_items
    ) i;
    perform audit.name_requests(p_items, 'reservation_id');

    perform
    from credits.accounts a
    where a.user_id = any (array(select r.user_id::uuid from unnest(v_requests) r))
    order by a.user_id
    for no key update;

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
        from unnest(v_requests) with ordinality as r
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

    for v_answer in
        select a.* from unnest(v_answers) a
        union all
        select f.ordinality, null, 'TH001', f.field, f.rule from unnest(v_faults) f
        order by 1
    loop
        if (v_answer.reservation).id is null and v_answer.error_code is null then
            v_answer := credits.confirm_item(v_answer.ordinality, v_requests[v_answer.ordinality]);
        end if;
        return next v_answer;
    end loop;
end
$$;

grant execute on function credits.confirm_items(jsonb) to service_role;
comment on function credits.confirm_items(jsonb) is
    'Confirms for 1 to 1000 items (the arguments of credits.confirm, without p_) and answers each in order, by its reservation or by the error that credits.confirm would raise (TH001, TH402, TH404, TH409, TH410, TH411); one bad item fails alone. Raises TH001 when there are no 1 to 1000 items.';
