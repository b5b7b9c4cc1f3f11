-- The caller has the payment intent locked, so whoever makes known whose it is comes before, and is seen, or after,
-- and sees what the caller has written.
create or replace function billing.settle_intent(p_id text)
returns text
language plpgsql
volatile
security invoker
set search_path = pg_catalog, pg_temp
as $$
declare
    v_intent billing.stripe_references;
    v_subscription_id text;
    v_reason text;
begin
    select r.* into strict v_intent from billing.stripe_references r where r.id = p_id;
    if v_intent.object_id is not null then
        perform billing.settle_payment(v_intent.owner_id, v_intent.object_id);
        return null;
    end if;

    select i.parent_id into v_subscription_id
    from billing.stripe_references i
    where i.id = v_intent.parent_id;
    if v_subscription_id is null then
        return 'unmatched';
    end if;
    v_reason := billing.settle_subscription(v_subscription_id);
    -- What was recorded before has been settled, whatever the subscription is refused for since.
    if exists (select from billing.payments p where p.invoice_id = v_intent.parent_id) then
        return null;
    end if;
    return v_reason;
end
$$;

comment on function billing.settle_intent(text) is
    'Brings what was bought by a payment intent to what is still paid for. Answers unmatched while that isn''t known, what isn''t as we made it, or null.';
