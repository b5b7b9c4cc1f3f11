-- Nothing of the invoice is written, so that who has it locked and waits for the account isn't waited for.
create or replace function billing.record_invoices(p_user_id uuid, p_checkout_id uuid, p_id text)
returns void
language plpgsql
volatile
security invoker
set search_path = pg_catalog, pg_temp
as $$
declare
    v_subscription_id uuid;
begin
    select c.subscription_id into strict v_subscription_id
    from billing.checkouts c
    where c.user_id = p_user_id and c.id = p_checkout_id;
    if v_subscription_id is null then
        return;
    end if;

    insert into billing.payments (
        user_id, kind, checkout_id, subscription_id, invoice_id, amount, currency, period_start_at, period_end_at,
        paid_at
    )
    select
        p_user_id, 'subscription', p_checkout_id, v_subscription_id, i.id, i.amount_paid, i.currency,
        case when i.is_period then i.period_start_at end, case when i.is_period then i.period_end_at end, i.paid_at
    from billing.invoices i
    where
        i.subscription_id = p_id and i.paid_at is not null
        and not exists (
            select from billing.payments p where p.user_id = p_user_id and p.invoice_id = i.id
        )
    order by i.paid_at, i.id;
end
$$;

comment on function billing.record_invoices(uuid, uuid, text) is
    'Writes a payment for each invoice of a subscription at Stripe that was paid. The caller has the account locked.';
