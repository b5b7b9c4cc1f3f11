-- A session counts if it is, to the last cent, what was prepared. Its own id may be news: it can be paid before
-- the answer that names it was stored.
create or replace function billing.on_checkout_session(p_event billing.stripe_events)
returns text
language plpgsql
volatile
security invoker
set search_path = pg_catalog, pg_temp
as $$
declare
    v_session jsonb := p_event.payload #> '{data,object}';
    v_user_id uuid := billing.uuid_of(v_session #>> '{metadata,user_id}');
    v_checkout_id uuid := billing.uuid_of(v_session #>> '{metadata,checkout_id}');
    v_reference billing.stripe_references := billing.refer(v_session ->> 'id', 'session');
    v_subscription_id text := billing.stripe_id_of(v_session -> 'subscription');
    v_intent_id text := billing.stripe_id_of(v_session -> 'payment_intent');
    v_checkout billing.checkouts;
    v_reason text;
begin
    select c.* into v_checkout
    from billing.checkouts c
    where c.user_id = v_user_id and c.id = v_checkout_id;
    if
        not found
        or v_session ->> 'mode' is distinct from v_checkout.mode
        or v_session ->> 'client_reference_id' is distinct from v_user_id::text
    then
        return 'metadata';
    elsif
        v_reference.object_id <> v_checkout_id
        or v_reference.owner_id <> v_user_id
        or v_checkout.stripe_session_id <> v_reference.id
    then
        return 'session';
    elsif not exists (
        select
        from billing.customers c
        where c.user_id = v_user_id and c.stripe_customer_id = billing.stripe_id_of(v_session -> 'customer')
    ) then
        return 'customer';
    elsif v_session ->> 'currency' is distinct from v_checkout.currency then
        return 'currency';
    elsif (v_session ->> 'amount_total')::numeric is distinct from v_checkout.amount_total then
        return 'amount';
    end if;

    if v_subscription_id is not null then
        v_reason := billing.bind_subscription(
            v_subscription_id, v_session -> 'metadata', billing.stripe_id_of(v_session -> 'customer')
        );
        if v_reason is not null then
            return v_reason;
        end if;
    end if;
    if v_intent_id is not null and v_checkout.mode = 'payment' then
        if (billing.refer(v_intent_id, 'payment_intent')).object_id <> v_checkout_id then
            return 'session';
        end if;
    end if;

    perform from credits.accounts a where a.user_id = v_user_id for no key update;
    -- Race: only now is nobody else at it. Paid is the end; of expired and failed none comes after the other.
    update billing.stripe_references r
    set owner_id = v_user_id, object_id = v_checkout_id
    where r.id = v_reference.id and r.object_id is null;
    update billing.checkouts c
    set
        stripe_session_id = v_reference.id,
        status = case
            when c.status = 'completed' then c.status
            when p_event.type = 'checkout.session.expired' then 'expired'
            when p_event.type = 'checkout.session.async_payment_failed' then 'failed'
            when v_session ->> 'payment_status' in ('paid', 'no_payment_required') then 'completed'
            when c.status in ('expired', 'failed') then c.status
            else 'unpaid'
        end
    where c.user_id = v_user_id and c.id = v_checkout_id
    returning c.* into strict v_checkout;

    if v_checkout.status <> 'completed' then
        return null;
    elsif v_checkout.mode = 'subscription' then
        return case
            when v_subscription_id is null then 'subscription'
            else billing.settle_subscription(v_subscription_id)
        end;
    end if;

    perform billing.record_purchase(
        p_user_id => v_user_id,
        p_id => v_checkout_id,
        p_kind => 'pack',
        p_intent_id => v_intent_id,
        p_pack => v_checkout.pack,
        p_credits => v_checkout.credits,
        p_valid_days => v_checkout.valid_days,
        p_amount => v_checkout.amount_total,
        p_currency => v_checkout.currency,
        p_paid_at => p_event.occurred_at
    );
    return null;
end
$$;

comment on function billing.on_checkout_session(billing.stripe_events) is
    'checkout.session.completed, .async_payment_succeeded, .async_payment_failed, .expired: grants a pack that is paid for, and makes known whose a subscription is. Answers what isn''t as we made it, or null.';
