-- What a payment leaves with its user follows from what is known of refunds and chargebacks alone: the part of the
-- credits that is still paid for. Whatever is beyond it is taken back, whatever is missing is given again.
--
-- Chargebacks freeze: what they dispute is taken until they are decided, what was spent of it as debt; one that is won
-- gives it back. A refund that failed does so, too.
create or replace function billing.settle_payment(p_user_id uuid, p_payment_id uuid)
returns void
language plpgsql
volatile
security invoker
set search_path = pg_catalog, pg_temp
as $$
declare
    v_payment billing.payments;
    v_refunded bigint;
    v_disputed bigint;
    v_bought numeric;
    v_kept numeric;
    v_held numeric;
begin
    perform from credits.accounts a where a.user_id = p_user_id for no key update;
    select p.* into strict v_payment
    from billing.payments p
    where p.user_id = p_user_id and p.id = p_payment_id;

    -- In another currency, only the part of the whole is known.
    select
        least(
            coalesce(
                sum(
                    case
                        when c.currency = v_payment.currency then r.refunded
                        else ceil(r.refunded * v_payment.amount / c.amount)
                    end
                ),
                0
            ),
            v_payment.amount
        )
    into strict v_refunded
    from billing.intents_of(p_user_id, p_payment_id) i
    join billing.charges c on c.payment_intent_id = i and c.refunded > 0
    cross join lateral (
        select greatest(c.refunded - coalesce(sum(f.amount), 0), 0) as refunded
        from billing.failed_refunds f
        where f.charge_id = c.id and f.observed_at >= c.observed_at
    ) r;
    select
        least(
            coalesce(
                sum(case when d.currency = v_payment.currency then d.amount else v_payment.amount end), 0
            ),
            v_payment.amount - v_refunded
        )
    into strict v_disputed
    from billing.intents_of(p_user_id, p_payment_id) i
    join billing.disputes d on d.payment_intent_id = i and d.takes_back;
    if (v_refunded, v_disputed) is distinct from (v_payment.refunded, v_payment.disputed) then
        update billing.payments p
        set refunded = v_refunded, disputed = v_disputed
        where p.user_id = p_user_id and p.id = p_payment_id
        returning p.* into strict v_payment;
    end if;

    select coalesce(sum(g.amount), 0), coalesce(sum(g.amount - g.revoked), 0)
    into strict v_bought, v_held
    from billing.lots_of(v_payment) g;
    select v_held + coalesce(sum(coalesce(g.amount - g.revoked, 0) + r.forgiven), 0) into strict v_held
    from billing.payment_returns r
    left join credits.grants g on g.user_id = r.user_id and g.id = r.grant_id
    where r.user_id = p_user_id and r.payment_id = p_payment_id;

    v_kept := v_bought;
    if v_refunded + v_disputed > 0 then
        v_kept := trunc(v_bought * (v_payment.amount - v_refunded - v_disputed) / v_payment.amount, 4);
    end if;
    if v_held > v_kept then
        perform billing.take_payment_back(v_payment, v_held - v_kept);
    elsif v_held < v_kept then
        perform billing.return_payment(v_payment, v_kept - v_held);
    end if;
end
$$;

comment on function billing.settle_payment(uuid, uuid) is
    'Brings the credits of a payment to what is still paid for. The caller has its payment intents locked, so far as it changes what is known of them.';
