-- The part of a confirm that is above what was held: from what is available, then by policy as a
-- shortfall or as debt. The reservation is confirmed and its account locked.
create or replace function credits.charge_overage(
    p_reservation credits.reservations,
    p_overage credits.overage,
    p_at timestamptz
)
returns credits.reservations
language plpgsql
volatile
security invoker
set search_path = pg_catalog, pg_temp
as $$
declare
    v_account credits.accounts := credits.settle(p_reservation.user_id, p_at);
    v_over numeric := p_reservation.charged - p_reservation.amount;
    v_taken numeric := least(v_over, v_account.available);
    v_missing numeric := v_over - v_taken;
    v_reservation credits.reservations;
begin
    if v_taken > 0 then
        v_account.available := v_account.available - v_taken;
        v_account.sequence := credits.draw(v_account, null, v_taken, 'charge', p_reservation.id, p_at);
    end if;

    if v_missing > 0 and p_overage = 'debt' then
        if v_account.debt + v_missing > v_account.debt_limit then
            perform ops.fail('TH402');
        end if;
        v_account.debt := v_account.debt + v_missing;
        v_account.sequence := v_account.sequence + 1;

        insert into credits.ledger_entries (
            user_id, sequence, kind, amount, balance, reservation_id, created_at
        ) values (
            p_reservation.user_id, v_account.sequence, 'debt', -v_missing,
            trim_scale(v_account.available + v_account.held - v_account.debt), p_reservation.id, p_at
        );
        v_missing := 0;
    end if;

    update credits.accounts a
    set
        available = trim_scale(v_account.available),
        debt = trim_scale(v_account.debt),
        sequence = v_account.sequence
    where a.user_id = p_reservation.user_id;

    update credits.reservations r
    set charged = trim_scale(p_reservation.charged - v_missing), shortfall = trim_scale(v_missing)
    where r.user_id = p_reservation.user_id and r.id = p_reservation.id
    returning r.* into strict v_reservation;
    return v_reservation;
end
$$;

comment on function credits.charge_overage(credits.reservations, credits.overage, timestamptz) is
    'Charges what a confirm is above its hold: from what is available, the rest as shortfall or debt. Raises TH402 when debt would pass its limit.';
