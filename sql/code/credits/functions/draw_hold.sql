-- Charges a reservation that holds parts of several grants, or that shares a grant with other holds. The
-- reservation is confirmed and its account locked.
create or replace function credits.draw_hold(
    p_reservation credits.reservations,
    p_charged numeric,
    p_at timestamptz
)
returns credits.accounts
language plpgsql
volatile
security invoker
set search_path = pg_catalog, pg_temp
as $$
declare
    v_account credits.accounts;
begin
    select a.* into strict v_account from credits.accounts a where a.user_id = p_reservation.user_id;
    v_account.held := v_account.held - p_reservation.amount;
    v_account.available := v_account.available + p_reservation.amount - p_charged;
    v_account.sequence := credits.draw(
        v_account, p_reservation.id, p_charged, 'charge', p_reservation.id, p_at
    );

    update credits.accounts a
    set
        held = trim_scale(v_account.held),
        available = trim_scale(v_account.available),
        sequence = v_account.sequence
    where a.user_id = p_reservation.user_id;
    return v_account;
end
$$;

comment on function credits.draw_hold(credits.reservations, numeric, timestamptz) is
    'Draws p_charged credits from the grants that a reservation holds, returns the rest, and answers the account. Raises TH510 through credits.draw.';
