-- Definer because callers have no right on the tables.
create or replace function credits.queue_compensation(
    p_user_id uuid,
    p_reservation_id uuid,
    p_amount numeric default null,
    p_reason text default null
)
returns credits.compensations
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    v_request credits.compensation_request;
    v_field text;
    v_rule text;
    v_refund credits.refunds;
    v_compensation credits.compensations;
begin
    begin
        v_request := row(p_user_id, p_reservation_id, trim_scale(p_amount), p_reason);
    exception
        when check_violation or not_null_violation then
            get stacked diagnostics v_field = pg_datatype_name, v_rule = constraint_name;
            perform ops.fail_argument(v_field, v_rule);
    end;
    -- The account's lock closes the race between two calls for one reservation, and with a refund.
    perform from credits.accounts a where a.user_id = p_user_id for no key update;
    if not found then
        perform ops.fail('TH404', 'account');
    end if;

    select c.* into v_compensation
    from credits.compensations c
    where c.user_id = p_user_id and c.reservation_id = p_reservation_id;
    if found then
        return v_compensation;
    end if;

    v_refund := credits.find_refundable(p_user_id, p_reservation_id, v_request.amount);
    update credits.refunds f
    set
        compensated = trim_scale(coalesce(v_request.amount, f.charged - f.refunded)),
        reason = v_request.reason
    where f.user_id = p_user_id and f.reservation_id = p_reservation_id
    returning f.* into strict v_refund;

    insert into credits.compensations (user_id, reservation_id, amount, reason)
    values (p_user_id, p_reservation_id, v_refund.compensated, v_request.reason)
    returning * into strict v_compensation;
    return v_compensation;
end
$$;

grant execute on function credits.queue_compensation(uuid, uuid, numeric, text) to service_role;
comment on function credits.queue_compensation(uuid, uuid, numeric, text) is
    'Queues a grant of p_amount credits (default: all that was not given back yet) for a confirmed reservation whose job failed; once a reservation, a repeat answers the first. Raises TH001 with the field, TH404, TH413 when nothing was charged or all was given back.';
