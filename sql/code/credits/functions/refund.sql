-- Gives back what a confirmed reservation was charged, to the grants that it drew, the newest draw
-- first.
--
-- Draws are counted from the newest on, and what was refunded before is a count of credits on that
-- way: each refund goes on where the last one stopped.
--
-- A grant that has expired would lose again at once what it is given, and what was charged as debt
-- came from no grant: these parts come back as a new grant. It keeps the priority of the one that
-- was drawn and lives as long as that one had to live when the reservation was made. So it is, too,
-- while a live reservation holds part of an expired grant: what older grants are given the
-- reservation would hold instead, and what it leaves of the expired one would lapse.
-- Definer because callers have no right on the tables.
create or replace function credits.refund(
    p_user_id uuid,
    p_reservation_id uuid,
    p_amount numeric default null,
    p_reason text default null,
    p_idempotency_key text default null
)
returns credits.refunds
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    v_at timestamptz := clock_timestamp();
    v_request credits.refund_request;
    v_field text;
    v_rule text;
    v_fingerprint bytea;
    v_answer jsonb;
    v_account credits.accounts;
    v_before credits.refunds;
    v_refund credits.refunds;
    v_draw record;
    v_grant_id uuid;
    v_expires_at timestamptz;
begin
    begin
        v_request := row(
            p_user_id, p_reservation_id, trim_scale(p_amount), p_reason, p_idempotency_key
        );
    exception
        when check_violation or not_null_violation then
            get stacked diagnostics v_field = pg_datatype_name, v_rule = constraint_name;
            perform ops.fail_argument(v_field, v_rule);
    end;

    v_account := credits.settle(p_user_id, v_at);
    if v_request.idempotency_key is not null then
        v_fingerprint := credits.fingerprint(
            jsonb_build_array(p_reservation_id, v_request.amount, v_request.reason)
        );
        v_answer := credits.find_answer(p_user_id, 'refund', v_request.idempotency_key, v_fingerprint);
        if v_answer is not null then
            return jsonb_populate_record(null::credits.refunds, v_answer);
        end if;
    end if;

    v_before := credits.find_refundable(p_user_id, p_reservation_id, v_request.amount);
    update credits.refunds f
    set
        refunded = trim_scale(coalesce(f.refunded + v_request.amount, f.charged - f.compensated)),
        reason = v_request.reason
    where f.user_id = p_user_id and f.reservation_id = p_reservation_id
    returning f.* into strict v_refund;

    for v_draw in
        select
            least(d.upto, v_refund.refunded) - greatest(d.upto - d.amount, v_before.refunded) as amount,
            g.id as grant_id, g.priority, g.expires_at, r.created_at as reserved_at,
            g.id is not null and (g.expires_at is null or g.expires_at > v_at)
                and v_account.next_expiry_at > v_at as is_returnable
        from (
            select
                l.sequence, l.grant_id, -l.amount as amount,
                sum(-l.amount) over (order by l.sequence desc) as upto
            from credits.all_entries l
            where
                l.user_id = p_user_id and l.reservation_id = p_reservation_id
                and l.kind in ('charge', 'debt')
        ) d
        join credits.all_reservations r on r.user_id = p_user_id and r.id = p_reservation_id
        left join credits.grants g on g.user_id = p_user_id and g.id = d.grant_id
        where d.upto > v_before.refunded and d.upto - d.amount < v_refund.refunded
        order by d.sequence desc
    loop
        v_account.available := v_account.available + v_draw.amount;
        v_account.sequence := v_account.sequence + 1;

        if v_draw.is_returnable then
            update credits.grants g
            set remaining = trim_scale(g.remaining + v_draw.amount)
            where g.user_id = p_user_id and g.id = v_draw.grant_id
            returning g.id, g.expires_at into strict v_grant_id, v_expires_at;
        else
            insert into credits.grants (
                user_id, source, amount, remaining, priority, effective_at, expires_at, sequence,
                created_at
            ) values (
                p_user_id, 'refund', trim_scale(v_draw.amount), trim_scale(v_draw.amount),
                coalesce(v_draw.priority, 100), v_at,
                v_at + (v_draw.expires_at - v_draw.reserved_at), v_account.sequence, v_at
            )
            returning id, expires_at into strict v_grant_id, v_expires_at;
        end if;
        v_account.next_expiry_at := least(v_account.next_expiry_at, v_expires_at);

        insert into credits.ledger_entries (
            user_id, sequence, kind, amount, balance, grant_id, reservation_id, created_at
        ) values (
            p_user_id, v_account.sequence, 'refund', v_draw.amount,
            trim_scale(v_account.available + v_account.held - v_account.debt), v_grant_id,
            p_reservation_id, v_at
        );
    end loop;

    update credits.accounts a
    set
        available = trim_scale(v_account.available),
        sequence = v_account.sequence,
        next_expiry_at = v_account.next_expiry_at
    where a.user_id = p_user_id;
    if v_account.debt > 0 then
        perform credits.settle(p_user_id, v_at);
    end if;

    if v_request.idempotency_key is not null then
        insert into credits.idempotency_keys (user_id, operation, key, fingerprint, answer)
        values (p_user_id, 'refund', v_request.idempotency_key, v_fingerprint, to_jsonb(v_refund));
    end if;
    return v_refund;
end
$$;

grant execute on function credits.refund(uuid, uuid, numeric, text, text) to service_role;
comment on function credits.refund(uuid, uuid, numeric, text, text) is
    'Gives back p_amount credits that a confirmed reservation was charged (default: all that was not given back yet) to the grants that it drew, the newest draw first; then repays debt. What can''t go back becomes a grant with source refund. Raises TH001 with the field, TH404, TH409 for a reused key, TH413 when nothing was charged or all was given back.';
