-- The newest first: of a subscription's year those of the months that lie behind are taken last.
create or replace function billing.take_payment_back(p_payment billing.payments, p_amount numeric)
returns void
language plpgsql
volatile
security invoker
set search_path = pg_catalog, pg_temp
as $$
declare
    v_left numeric := p_amount;
    v_lot credits.grants;
    v_revocation credits.revocations;
begin
    for v_lot in
        select l.*
        from (
            select g.* from billing.lots_of(p_payment) g
            union all
            select g.*
            from billing.payment_returns r
            join credits.grants g on g.user_id = r.user_id and g.id = r.grant_id
            where r.user_id = p_payment.user_id and r.payment_id = p_payment.id
        ) l
        where l.revoked < l.amount
        order by l.sequence desc
    loop
        exit when v_left = 0;
        v_revocation := credits.revoke_grant(
            p_user_id => p_payment.user_id,
            p_grant_id => v_lot.id,
            p_kind => case when p_payment.disputed > 0 then 'chargeback' else 'refund' end,
            p_amount => least(v_left, v_lot.amount - v_lot.revoked)
        );
        insert into billing.payment_revocations (user_id, revocation_id, payment_id, grant_id, amount)
        values (
            p_payment.user_id, v_revocation.id, p_payment.id, v_lot.id, v_revocation.amount
        );
        v_left := v_left - v_revocation.amount;
    end loop;
end
$$;

comment on function billing.take_payment_back(billing.payments, numeric) is
    'Takes p_amount of the credits of a payment back, as far as they have not been already.';
