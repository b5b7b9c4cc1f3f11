-- Refunds and compensations of a reservation share one row, whose constraint keeps them together
-- below what was charged. The caller has the account locked.
create or replace function credits.find_refundable(
    p_user_id uuid,
    p_reservation_id uuid,
    p_amount credits.amount
)
returns credits.refunds
language plpgsql
volatile
security invoker
set search_path = pg_catalog, pg_temp
as $$
declare
    v_status text;
    v_charged numeric;
    v_refund credits.refunds;
    v_left numeric;
begin
    select r.status, r.charged into v_status, v_charged
    from credits.all_reservations r
    where r.user_id = p_user_id and r.id = p_reservation_id;

    -- Of one that was dropped, or its entries were, nobody knows any more which grants it drew.
    if
        not found
        or exists (
            select
            from credits.checkpoint_reservations c
            join credits.drops d on d.number = c.number
            where c.user_id = p_user_id and c.reservation_id = p_reservation_id
        )
    then
        perform ops.fail('TH404', 'reservation');
    elsif v_status <> 'confirmed' then
        perform ops.fail('TH413', 'Nothing was charged.');
    end if;

    insert into credits.refunds (user_id, reservation_id, charged)
    values (p_user_id, p_reservation_id, v_charged)
    on conflict (user_id, reservation_id) do nothing;

    select f.* into strict v_refund
    from credits.refunds f
    where f.user_id = p_user_id and f.reservation_id = p_reservation_id;

    v_left := v_refund.charged - v_refund.refunded - v_refund.compensated;
    if v_left = 0 then
        perform ops.fail('TH413', 'All was given back.');
    elsif p_amount > v_left then
        perform ops.fail('TH001', 'amount', 'amount is at most what was not given back yet');
    end if;
    return v_refund;
end
$$;

comment on function credits.find_refundable(uuid, uuid, credits.amount) is
    'What of a confirmed reservation was given back so far, when p_amount more (null: anything) can be. Raises TH001 with the field, TH404, TH413.';
