-- Charges a reservation: what was held is drawn from the grants it holds, the rest becomes available.
-- Race: confirm, release and the end of its time compete for a reservation. Each locks the account before
-- the reservation's row; the first finds it reserved, the others find it settled.
-- Definer because callers have no right on the tables.
create or replace function credits.confirm(
    p_user_id uuid,
    p_reservation_id uuid,
    p_amount numeric default null,
    p_overage text default 'reject',
    p_idempotency_key text default null
)
returns credits.reservations
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    v_at timestamptz := clock_timestamp();
    v_request credits.confirm_request;
    v_field text;
    v_rule text;
    v_fingerprint bytea;
    v_answer jsonb;
    v_reservation credits.reservations;
    v_account credits.accounts;
    v_charged numeric;
begin
    begin
        v_request := row(
            p_user_id, p_reservation_id, trim_scale(p_amount), p_overage, p_idempotency_key
        );
    exception
        when check_violation or not_null_violation then
            get stacked diagnostics v_field = pg_datatype_name, v_rule = constraint_name;
            perform ops.fail_argument(v_field, v_rule);
    end;

    if v_request.idempotency_key is not null then
        v_fingerprint := credits.fingerprint(
            jsonb_build_array(p_reservation_id, v_request.amount, v_request.overage)
        );
    end if;

    with account as materialized (
        select a.user_id from credits.accounts a where a.user_id = p_user_id for no key update
    )
    update credits.reservations r
    set status = 'confirmed', charged = coalesce(v_request.amount, r.amount), settled_at = v_at
    from account a
    where
        r.user_id = a.user_id and r.id = p_reservation_id
        and r.status = 'reserved' and r.expires_at > v_at
    returning r.* into v_reservation;

    if not found then
        v_answer := credits.find_answer(p_user_id, 'confirm', v_request.idempotency_key, v_fingerprint);
        if v_answer is null then
            perform credits.fail_unsettleable(p_user_id, p_reservation_id);
        end if;
        return jsonb_populate_record(null::credits.reservations, v_answer);
    end if;
    if v_request.amount > v_reservation.amount and v_request.overage = 'reject' then
        perform ops.fail('TH001', 'amount', 'amount is at most what was reserved');
    end if;

    v_charged := least(v_reservation.charged, v_reservation.amount);

    -- Most often the first grant in draw order covers every hold of the account, and so this one's.
    with drawn as (
        update credits.grants g
        set remaining = trim_scale(g.remaining - v_charged)
        where
            g.user_id = p_user_id
            and g.remaining >= (select a.held from credits.accounts a where a.user_id = p_user_id)
            and g.id = (
                select f.id
                from credits.grants f
                where
                    f.user_id = p_user_id and not f.is_spent
                    and f.sequence < v_reservation.sequence
                    and (f.expires_at is null or f.expires_at > v_reservation.created_at)
                order by f.priority, f.expires_at, f.sequence
                limit 1
            )
        returning g.id
    ),
    moved as (
        update credits.accounts a
        set
            held = trim_scale(a.held - v_reservation.amount),
            available = trim_scale(a.available + v_reservation.amount - v_charged),
            sequence = a.sequence + 1
        from drawn d
        where a.user_id = p_user_id
        returning a.*
    ),
    entered as (
        insert into credits.ledger_entries (
            user_id, sequence, kind, amount, balance, grant_id, reservation_id, created_at
        )
        select
            p_user_id, m.sequence, 'charge', -v_charged, trim_scale(m.available + m.held - m.debt), d.id,
            v_reservation.id, v_at
        from moved m
        cross join drawn d
    )
    select m.* into v_account from moved m;

    if not found then
        v_account := credits.draw_hold(v_reservation, v_charged, v_at);
    end if;

    if v_reservation.charged > v_reservation.amount then
        v_reservation := credits.charge_overage(v_reservation, v_request.overage, v_at);
    elsif v_account.next_expiry_at <= v_at or (v_account.debt > 0 and v_account.available > 0) then
        perform credits.settle(p_user_id, v_at);
    end if;

    if v_request.idempotency_key is not null then
        insert into credits.idempotency_keys (user_id, operation, key, fingerprint, answer)
        values (p_user_id, 'confirm', v_request.idempotency_key, v_fingerprint, to_jsonb(v_reservation))
        on conflict do nothing;
        -- Somebody settled another reservation, or this one otherwise, under this key.
        if not found then
            perform ops.fail('TH409');
        end if;
    end if;
    return v_reservation;
end
$$;

grant execute on function credits.confirm(uuid, uuid, numeric, text, text) to service_role;
comment on function credits.confirm(uuid, uuid, numeric, text, text) is
    'Charges a reservation p_amount credits (default: all it holds) and returns the rest. Above what it holds, p_overage decides: reject; available (takes what is there, records the shortfall); debt (up to the account''s limit). Raises TH001 with the field, TH402 when debt would pass its limit, TH404, TH409, TH410, TH411.';
