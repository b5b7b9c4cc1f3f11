create or replace function billing.record_invoices(p_user_id uuid, p_checkout_id uuid, p_id text)
returns void
language plpgsql
volatile
security invoker
set search_path = pg_catalog, pg_temp
as $$
declare
    v_subscription_id uuid;
    v_invoice billing.invoices;
    v_payment_id uuid;
begin
    select c.subscription_id into strict v_subscription_id
    from billing.checkouts c
    where c.user_id = p_user_id and c.id = p_checkout_id;
    if v_subscription_id is null then
        return;
    end if;

    for v_invoice in
        select i.*
        from billing.invoices i
        join billing.stripe_references r on r.id = i.id
        where i.subscription_id = p_id and i.paid_at is not null and r.object_id is null
        order by i.paid_at, i.id
    loop
        insert into billing.payments (
            user_id, kind, checkout_id, subscription_id, amount, currency, period_start_at, period_end_at, paid_at
        ) values (
            p_user_id, 'subscription', p_checkout_id, v_subscription_id, v_invoice.amount_paid,
            v_invoice.currency,
            case when v_invoice.is_period then v_invoice.period_start_at end,
            case when v_invoice.is_period then v_invoice.period_end_at end,
            v_invoice.paid_at
        )
        returning id into v_payment_id;
        update billing.stripe_references r
        set owner_id = p_user_id, object_id = v_payment_id
        where r.id = v_invoice.id;
    end loop;
end
$$;

comment on function billing.record_invoices(uuid, uuid, text) is
    'Writes a payment for each invoice of a subscription at Stripe that was paid. The caller has the account locked.';
