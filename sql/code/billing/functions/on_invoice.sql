-- Of an invoice the older interface names subscription and payment intent itself; the newer one names the
-- subscription under parent, and the payment intent in a list, if asked to, and in an event of its own.
create or replace function billing.on_invoice(p_event billing.stripe_events)
returns text
language plpgsql
volatile
security invoker
set search_path = pg_catalog, pg_temp
as $$
declare
    v_told jsonb := p_event.payload #> '{data,object}';
    v_line jsonb := billing.period_line_of(v_told);
    v_subscription_id text := coalesce(
        billing.stripe_id_of(v_told #> '{parent,subscription_details,subscription}'),
        billing.stripe_id_of(v_told -> 'subscription'),
        billing.stripe_id_of(v_line #> '{parent,subscription_item_details,subscription}'),
        billing.stripe_id_of(v_line -> 'subscription')
    );
    v_is_paid boolean := p_event.type in ('invoice.paid', 'invoice.payment_succeeded');
    v_is_first boolean;
    v_intent_id text;
    v_reason text;
begin
    if v_subscription_id is null then
        return 'unmatched';
    end if;
    v_reason := billing.bind_subscription(
        v_subscription_id,
        coalesce(
            v_told #> '{parent,subscription_details,metadata}', v_told #> '{subscription_details,metadata}'
        ),
        billing.stripe_id_of(v_told -> 'customer')
    );
    if v_reason <> 'unmatched' then
        return v_reason;
    end if;
    perform billing.refer(v_told ->> 'id', 'invoice', v_subscription_id);
    perform billing.lock_children(v_told ->> 'id');
    for v_intent_id in
        select billing.stripe_id_of(i.value)
        from (
            select v_told -> 'payment_intent' as value
            union
            select l.value #> '{payment,payment_intent}'
            from jsonb_array_elements(v_told #> '{payments,data}') l
        ) i
        where billing.stripe_id_of(i.value) is not null
        order by 1
    loop
        perform billing.refer(v_intent_id, 'payment_intent', v_told ->> 'id');
    end loop;

    v_is_first := coalesce(v_told ->> 'billing_reason' = 'subscription_create', false);
    insert into billing.invoices as i (
        id, subscription_id, is_first, is_period, total, amount_paid, currency, period_start_at,
        period_end_at, paid_at, failed_at
    ) values (
        v_told ->> 'id',
        v_subscription_id,
        v_is_first,
        v_is_first
        or case coalesce(v_told ->> 'billing_reason', 'subscription_cycle')
            when 'subscription_cycle' then true
            -- A change of cycle begins a period, one within it doesn't.
            when 'subscription_update' then billing.is_whole_period(v_line)
            else false
        end,
        -- What is below nothing is credit for later invoices.
        greatest(coalesce(v_told ->> 'total', v_told ->> 'amount_due')::bigint, 0),
        (v_told ->> 'amount_paid')::bigint,
        v_told ->> 'currency',
        billing.stripe_time_of(v_line #> '{period,start}'),
        billing.stripe_time_of(v_line #> '{period,end}'),
        case when v_is_paid then p_event.occurred_at end,
        case when not v_is_paid then p_event.occurred_at end
    )
    on conflict (id) do update
    set
        total = case when v_is_paid then excluded.total else i.total end,
        amount_paid = case when v_is_paid then excluded.amount_paid else i.amount_paid end,
        paid_at = least(i.paid_at, excluded.paid_at),
        failed_at = greatest(i.failed_at, excluded.failed_at);
    return billing.settle_subscription(v_subscription_id);
end
$$;

comment on function billing.on_invoice(billing.stripe_events) is
    'invoice.paid, .payment_succeeded, .payment_failed: a period that was paid for, or could not be. Answers what isn''t as we made it, unmatched while that isn''t known, or null.';
