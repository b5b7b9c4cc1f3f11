-- What a subscription is follows from what is known of it, of its invoices and of their chargebacks, whatever of it
-- came first. Stripe's word on the subscription counts until an invoice's is newer; it begins once it is paid for.
create or replace function billing.settle_subscription(p_id text)
returns text
language plpgsql
volatile
security invoker
set search_path = pg_catalog, pg_temp
as $$
declare
    v_reference billing.stripe_references;
    v_checkout billing.checkouts;
    v_known billing.stripe_subscriptions;
    v_target billing.subscriptions;
    v_reason text;
    v_is_paid_for boolean;
    v_payment_id uuid;
begin
    select r.* into v_reference from billing.stripe_references r where r.id = p_id;
    if v_reference.object_id is null then
        return 'unmatched';
    end if;
    perform from credits.accounts a where a.user_id = v_reference.owner_id for no key update;
    select c.* into strict v_checkout
    from billing.checkouts c
    where c.user_id = v_reference.owner_id and c.id = v_reference.object_id;
    select s.* into v_known from billing.stripe_subscriptions s where s.id = p_id;

    select
        case
            when i.currency <> v_checkout.currency then 'currency'
            else 'amount'
        end
    into v_reason
    from billing.invoices i
    where
        i.subscription_id = p_id and i.paid_at is not null
        and (
            i.currency <> v_checkout.currency
            or (i.is_first and i.total <> v_checkout.amount_total)
        )
    order by i.currency = v_checkout.currency
    limit 1;
    if not found then
        v_is_paid_for := v_checkout.status = 'completed' or exists (
            select
            from billing.invoices i
            where i.subscription_id = p_id and i.is_first and i.paid_at is not null
        );
        v_target := billing.reckon_subscription(v_checkout, v_known, p_id);
        if v_target.plan is null then
            v_reason := 'price';
        -- Stripe's word that it is active may come before that of an amount that isn't what was offered.
        elsif v_checkout.subscription_id is null and not v_is_paid_for then
            return null;
        else
            v_reason := billing.write_subscription(v_checkout, v_target);
        end if;
        if v_reason is null then
            perform billing.record_invoices(v_checkout.user_id, v_checkout.id, p_id);
        end if;
    end if;

    -- What came of it before goes back by refunds and chargebacks, whatever it is refused for now.
    for v_payment_id in
        select p.id
        from billing.invoices i
        join billing.payments p on p.user_id = v_checkout.user_id and p.invoice_id = i.id
        where i.subscription_id = p_id
        order by p.paid_at, p.id
    loop
        perform billing.settle_payment(v_checkout.user_id, v_payment_id);
    end loop;
    return v_reason;
end
$$;

comment on function billing.settle_subscription(text) is
    'Brings a subscription to what is known of it at Stripe, and its payments with it. Answers what isn''t as we made it, unmatched while that isn''t known, or null.';
