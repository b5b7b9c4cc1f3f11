create or replace function billing.on_refund(p_event billing.stripe_events)
returns text
language plpgsql
volatile
security invoker
set search_path = pg_catalog, pg_temp
as $$
declare
    v_told jsonb := p_event.payload #> '{data,object}';
    v_charge_id text := billing.stripe_id_of(v_told -> 'charge');
    v_intent_id text := billing.stripe_id_of(v_told -> 'payment_intent');
begin
    -- What is under way, or succeeded, the charge itself tells; some have no status.
    if not coalesce(v_told ->> 'status' in ('failed', 'canceled'), false) then
        return null;
    elsif v_charge_id is null or v_intent_id is null then
        return 'unmatched';
    end if;
    perform billing.refer(v_intent_id, 'payment_intent');

    insert into billing.failed_refunds (id, charge_id, payment_intent_id, amount, observed_at)
    values (
        v_told ->> 'id', v_charge_id, v_intent_id, (v_told ->> 'amount')::bigint, p_event.occurred_at
    )
    on conflict (id) do update
    set observed_at = excluded.observed_at
    -- It failed when that was first told.
    where excluded.observed_at < failed_refunds.observed_at;
    return billing.settle_intent(v_intent_id);
end
$$;

comment on function billing.on_refund(billing.stripe_events) is
    'refund.failed, refund.updated, charge.refund.updated: a refund that came to nothing. Answers unmatched while it isn''t known what was paid for, what isn''t as we made it, or null.';
