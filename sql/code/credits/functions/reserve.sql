-- The hot path: one update of the account, one insert of the reservation.
-- Race: concurrent reservations of one user queue on the account's row; the update re-checks what is
-- available after it gets the lock, so no two can spend the same credits.
-- Definer because callers have no right on the tables.
create or replace function credits.reserve(
    p_user_id uuid,
    p_amount numeric default null,
    p_job_type text default null,
    p_job_id text default null,
    p_ttl interval default '15 minutes',
    p_idempotency_key text default null,
    p_description text default null,
    p_metadata jsonb default '{}',
    p_units numeric default null
)
returns credits.reservations
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    v_at timestamptz := clock_timestamp();
    v_request credits.reserve_request;
    v_field text;
    v_rule text;
    v_fingerprint bytea;
    v_answer jsonb;
    v_price credits.job_price;
    v_is_settled boolean := false;
    v_reservation credits.reservations;
begin
    begin
        v_request := row(
            p_user_id, trim_scale(p_amount), p_job_type, p_job_id, p_ttl, p_idempotency_key, p_description,
            p_metadata, trim_scale(p_units)
        );
    exception
        when check_violation or not_null_violation then
            get stacked diagnostics v_field = pg_datatype_name, v_rule = constraint_name;
            perform ops.fail_argument(v_field, v_rule);
    end;
    if (v_request.amount is null) = (v_request.units is null) then
        perform ops.fail_argument('amount', 'amount or units is required, not both');
    end if;
    if v_request.idempotency_key is not null then
        v_fingerprint := credits.fingerprint(
            jsonb_build_array(
                v_request.amount, v_request.job_type, v_request.job_id, extract(epoch from v_request.ttl),
                v_request.description, v_request.metadata
            )
            || case when v_request.units is null then '[]' else jsonb_build_array(v_request.units) end
        );
    end if;
    if v_request.metadata <> '{}' or v_request.units is not null then
        -- A replay is answered whatever keys are allowed, and whatever units cost, by now.
        v_answer := credits.find_answer(p_user_id, 'reserve', v_request.idempotency_key, v_fingerprint);
        if v_answer is not null then
            return jsonb_populate_record(null::credits.reservations, v_answer);
        end if;
        perform credits.check_metadata(v_request.metadata);
    end if;
    if v_request.units is not null then
        v_price := credits.price_job(p_job_type, v_request.units, v_at);
        v_request.amount := v_price.amount;
    end if;

    loop
        -- One statement, because each costs as much again to start. No part of it reads what another
        -- call may be changing, save for the account's row, which it re-reads once it has the lock.
        with account as (
            update credits.accounts a
            set
                available = a.available - v_request.amount,
                held = a.held + v_request.amount,
                held_since = case when a.held = 0 then v_at else least(a.held_since, v_at) end,
                sequence = a.sequence + 1
            where
                a.user_id = p_user_id
                and a.available >= v_request.amount
                and (a.next_expiry_at > v_at or v_is_settled)
            returning a.sequence
        ),
        made as materialized (
            select
                gen_random_uuid() as id,
                p_user_id as user_id,
                v_request.amount as amount,
                0 as charged,
                'reserved' as status,
                v_request.job_type as job_type,
                v_request.job_id as job_id,
                -- In seconds: a day of 24 hours also where clocks change.
                v_at + make_interval(secs => extract(epoch from v_request.ttl)::double precision) as expires_at,
                v_at as created_at,
                null::timestamptz as settled_at,
                v_request.description as description,
                null as reason,
                0 as shortfall,
                a.sequence as sequence,
                v_request.metadata as metadata,
                v_price.units as units,
                v_price.price_id as price_id
            from account a
        ),
        keyed as (
            insert into credits.idempotency_keys (user_id, operation, key, fingerprint, answer)
            select m.user_id, 'reserve', v_request.idempotency_key, v_fingerprint, to_jsonb(m)
            from made m
            where v_request.idempotency_key is not null
            on conflict do nothing
            returning user_id
        ),
        reserved as (
            insert into credits.reservations
            select m.*
            from made m
            where v_request.idempotency_key is null or exists (select from keyed)
            returning *
        )
        select r.*
        into v_reservation
        from account a
        left join reserved r on true;

        if v_reservation.id is not null then
            return v_reservation;
        end if;

        if found then
            -- Another call with this key came first; take back what this one held.
            update credits.accounts a
            set available = a.available + v_request.amount, held = a.held - v_request.amount
            where a.user_id = p_user_id;
        elsif not v_is_settled then
            -- Too little as far as the stored balance says, or a grant has expired since it was stored.
            perform credits.settle(p_user_id, v_at);
            v_is_settled := true;
            continue;
        end if;

        v_answer := credits.find_answer(p_user_id, 'reserve', v_request.idempotency_key, v_fingerprint);
        if v_answer is null then
            perform ops.fail('TH402');
        end if;
        return jsonb_populate_record(null::credits.reservations, v_answer);
    end loop;
end
$$;

grant execute on function
    credits.reserve(uuid, numeric, text, text, interval, text, text, jsonb, numeric) to service_role;
comment on function credits.reserve(uuid, numeric, text, text, interval, text, text, jsonb, numeric) is
    'Holds p_amount credits, or what p_units of its type cost, for a job until it is confirmed, released or p_ttl (1 s to 24 h) has passed. Raises TH001 with the field, TH402 when too little is available, TH404 for an unknown user, TH409 for a reused key.';
