create or replace function billing.on_dispute(p_event billing.stripe_events)
returns text
language plpgsql
volatile
security invoker
set search_path = pg_catalog, pg_temp
as $$
declare
    v_told jsonb := p_event.payload #> '{data,object}';
    v_intent_id text := billing.stripe_id_of(v_told -> 'payment_intent');
begin
    if v_intent_id is null then
        return 'unmatched';
    end if;
    perform billing.refer(v_intent_id, 'payment_intent');

    insert into billing.disputes as d (
        id, payment_intent_id, amount, currency, reason, status, observed_at
    ) values (
        v_told ->> 'id', v_intent_id, (v_told ->> 'amount')::bigint, v_told ->> 'currency',
        left(v_told ->> 'reason', 100), v_told ->> 'status', p_event.occurred_at
    )
    on conflict (id) do update
    set
        amount = excluded.amount,
        currency = excluded.currency,
        reason = excluded.reason,
        status = excluded.status,
        observed_at = excluded.observed_at
    -- What is decided stays so; an inquiry that was closed may yet become a chargeback.
    where
        (excluded.status in ('won', 'lost', 'prevented'), excluded.observed_at, excluded.status)
        > (d.status in ('won', 'lost', 'prevented'), d.observed_at, d.status);
    return billing.settle_intent(v_intent_id);
end
$$;

comment on function billing.on_dispute(billing.stripe_events) is
    'charge.dispute.created, .updated, .closed, .funds_withdrawn, .funds_reinstated: where a chargeback is. Answers unmatched while it isn''t known what was paid for, what isn''t as we made it, or null.';
