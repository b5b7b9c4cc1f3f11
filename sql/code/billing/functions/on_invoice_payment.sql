create or replace function billing.on_invoice_payment(p_event billing.stripe_events)
returns text
language plpgsql
volatile
security invoker
set search_path = pg_catalog, pg_temp
as $$
declare
    v_told jsonb := p_event.payload #> '{data,object}';
    v_invoice_id text := billing.stripe_id_of(v_told -> 'invoice');
    v_intent_id text := billing.stripe_id_of(v_told #> '{payment,payment_intent}');
begin
    if v_invoice_id is null or v_intent_id is null then
        return 'unmatched';
    end if;
    perform billing.refer(v_invoice_id, 'invoice');
    perform billing.refer(v_intent_id, 'payment_intent', v_invoice_id);
    return billing.settle_intent(v_intent_id);
end
$$;

comment on function billing.on_invoice_payment(billing.stripe_events) is
    'invoice_payment.paid: which payment intent paid an invoice. Answers unmatched while it isn''t known whose that is, or null.';
