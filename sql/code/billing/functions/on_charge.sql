create or replace function billing.on_charge(p_event billing.stripe_events)
returns text
language plpgsql
volatile
security invoker
set search_path = pg_catalog, pg_temp
as $$
declare
    v_told jsonb := p_event.payload #> '{data,object}';
    v_invoice_id text := billing.stripe_id_of(v_told -> 'invoice');
    v_intent_id text := billing.stripe_id_of(v_told -> 'payment_intent');
begin
    if v_intent_id is null then
        return 'unmatched';
    end if;
    if v_invoice_id is not null then
        perform billing.refer(v_invoice_id, 'invoice');
    end if;
    perform billing.refer(v_intent_id, 'payment_intent', v_invoice_id);

    insert into billing.charges as c (id, payment_intent_id, amount, refunded, currency, observed_at)
    values (
        v_told ->> 'id', v_intent_id, (v_told ->> 'amount')::bigint,
        (v_told ->> 'amount_refunded')::bigint, v_told ->> 'currency', p_event.occurred_at
    )
    on conflict (id) do update
    set refunded = excluded.refunded, observed_at = excluded.observed_at
    -- Refunds of one second add up.
    where (excluded.observed_at, excluded.refunded) > (c.observed_at, c.refunded);
    return billing.settle_intent(v_intent_id);
end
$$;

comment on function billing.on_charge(billing.stripe_events) is
    'charge.refunded: how much of a charge was refunded by then. Answers unmatched while it isn''t known what it paid for, what isn''t as we made it, or null.';
