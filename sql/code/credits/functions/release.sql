-- Gives back all that a reservation holds. What is given back is read from its row.
-- Race and locks: as confirm.
-- Definer because callers have no right on the tables.
create or replace function credits.release(
    p_user_id uuid,
    p_reservation_id uuid,
    p_reason text default null
)
returns credits.reservations
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    v_at timestamptz := clock_timestamp();
    v_request credits.release_request;
    v_field text;
    v_rule text;
    v_reservation credits.reservations;
    v_account credits.accounts;
begin
    begin
        v_request := row(p_user_id, p_reservation_id, p_reason);
    exception
        when check_violation or not_null_violation then
            get stacked diagnostics v_field = pg_datatype_name, v_rule = constraint_name;
            perform ops.fail_argument(v_field, v_rule);
    end;

    with account as materialized (
        select a.user_id from credits.accounts a where a.user_id = p_user_id for no key update
    )
    update credits.reservations r
    set status = 'released', settled_at = v_at, reason = v_request.reason
    from account a
    where
        r.user_id = a.user_id and r.id = p_reservation_id
        and r.status = 'reserved' and r.expires_at > v_at
    returning r.* into v_reservation;

    if not found then
        perform credits.fail_unsettleable(p_user_id, p_reservation_id);
    end if;

    update credits.accounts a
    set
        held = trim_scale(a.held - v_reservation.amount),
        available = trim_scale(a.available + v_reservation.amount)
    where a.user_id = p_user_id
    returning a.* into strict v_account;

    -- What it held of a grant that has expired meanwhile lapses now.
    if v_account.next_expiry_at <= v_at or v_account.debt > 0 then
        perform credits.settle(p_user_id, v_at);
    end if;
    return v_reservation;
end
$$;

grant execute on function credits.release(uuid, uuid, text) to service_role;
comment on function credits.release(uuid, uuid, text) is
    'Returns everything a reservation holds. Raises TH001 with the field, TH404, TH410, TH411.';
