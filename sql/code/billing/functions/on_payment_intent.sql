-- Packs of checkouts are granted by their session alone; what a payment intent tells of them is what it was paid with.
create or replace function billing.on_payment_intent(p_event billing.stripe_events)
returns text
language plpgsql
volatile
security invoker
set search_path = pg_catalog, pg_temp
as $$
declare
    v_told jsonb := p_event.payload #> '{data,object}';
    v_user_id uuid := billing.uuid_of(v_told #>> '{metadata,user_id}');
    v_is_ours boolean := exists (
        select
        from billing.customers c
        where
            c.user_id = v_user_id
            and c.stripe_customer_id = billing.stripe_id_of(v_told -> 'customer')
    );
begin
    if v_told #> '{metadata}' ? 'top_up_id' then
        return case
            when not v_is_ours then 'customer'
            else billing.settle_intent_of_top_up(v_told, p_event.type, p_event.occurred_at)
        end;
    end if;

    if
        v_is_ours and p_event.type = 'payment_intent.succeeded'
        and v_told ->> 'setup_future_usage' = 'off_session'
        and exists (
            select
            from billing.checkouts c
            where
                c.user_id = v_user_id and c.id = billing.uuid_of(v_told #>> '{metadata,checkout_id}')
                and c.saves_payment_method
        )
    then
        update billing.customers c
        set
            payment_method_id = billing.stripe_id_of(v_told -> 'payment_method'),
            payment_method_at = p_event.occurred_at
        where
            c.user_id = v_user_id
            and billing.stripe_id_of(v_told -> 'payment_method') is not null
            and (c.payment_method_at is null or c.payment_method_at <= p_event.occurred_at);
    end if;
    return null;
end
$$;

comment on function billing.on_payment_intent(billing.stripe_events) is
    'payment_intent.succeeded, .payment_failed, .canceled: what came of a top-up, or what may be charged later. Answers what isn''t as we made it, or null.';
