create or replace function billing.apply_stripe_event(p_event billing.stripe_events)
returns text
language plpgsql
volatile
security invoker
set search_path = pg_catalog, pg_temp
as $$
begin
    return case
        when
            p_event.type in (
                'checkout.session.completed', 'checkout.session.async_payment_succeeded',
                'checkout.session.async_payment_failed', 'checkout.session.expired'
            )
            then billing.on_checkout_session(p_event)
        when
            p_event.type in (
                'customer.subscription.created', 'customer.subscription.updated',
                'customer.subscription.paused', 'customer.subscription.resumed',
                'customer.subscription.deleted'
            )
            then billing.on_subscription(p_event)
        when p_event.type in ('invoice.paid', 'invoice.payment_succeeded', 'invoice.payment_failed')
            then billing.on_invoice(p_event)
        when p_event.type = 'invoice_payment.paid' then billing.on_invoice_payment(p_event)
        when p_event.type = 'charge.refunded' then billing.on_charge(p_event)
        when p_event.type in ('refund.failed', 'refund.updated', 'charge.refund.updated')
            then billing.on_refund(p_event)
        when
            p_event.type in (
                'charge.dispute.created', 'charge.dispute.updated', 'charge.dispute.closed',
                'charge.dispute.funds_withdrawn', 'charge.dispute.funds_reinstated'
            )
            then billing.on_dispute(p_event)
        when
            p_event.type in (
                'payment_intent.succeeded', 'payment_intent.payment_failed', 'payment_intent.canceled'
            )
            then billing.on_payment_intent(p_event)
        else 'ignored'
    end;
end
$$;

comment on function billing.apply_stripe_event(billing.stripe_events) is
    'Does what an event says, by the function for its type. Answers null, ignored, unmatched, or what isn''t as we made it.';
