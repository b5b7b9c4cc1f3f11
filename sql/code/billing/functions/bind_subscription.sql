-- Our ids are in the subscription's metadata, which Stripe copies into its invoices; its own events may come
-- before the session's, which names it.
create or replace function billing.bind_subscription(p_id text, p_metadata jsonb, p_customer_id text)
returns text
language plpgsql
volatile
security invoker
set search_path = pg_catalog, pg_temp
as $$
declare
    v_reference billing.stripe_references := billing.refer(p_id, 'subscription');
    v_user_id uuid := billing.uuid_of(p_metadata ->> 'user_id');
    v_checkout_id uuid := billing.uuid_of(p_metadata ->> 'checkout_id');
    v_owner_id uuid := coalesce(v_reference.owner_id, v_user_id);
    v_object_id uuid := coalesce(v_reference.object_id, v_checkout_id);
begin
    if v_object_id is null and v_owner_id is null then
        return 'unmatched';
    elsif
        v_user_id is distinct from v_owner_id and p_metadata ? 'user_id'
        or v_checkout_id is distinct from v_object_id and p_metadata ? 'checkout_id'
        or not exists (
            select
            from billing.checkouts c
            where c.user_id = v_owner_id and c.id = v_object_id and c.mode = 'subscription'
        )
    then
        return 'metadata';
    elsif not exists (
        select
        from billing.customers c
        where c.user_id = v_owner_id and c.stripe_customer_id = p_customer_id
    ) then
        return 'customer';
    end if;

    if v_reference.object_id is null then
        perform billing.lock_children(p_id);
        -- Race: two subscriptions that name one checkout queue here; one gets it.
        perform from credits.accounts a where a.user_id = v_owner_id for no key update;
        if exists (
            select
            from billing.stripe_references r
            where r.owner_id = v_owner_id and r.kind = 'subscription' and r.object_id = v_object_id
        ) then
            return 'subscription';
        end if;
        update billing.stripe_references r
        set owner_id = v_owner_id, object_id = v_object_id
        where r.id = p_id;
    end if;
    return null;
end
$$;

comment on function billing.bind_subscription(text, jsonb, text) is
    'Notes whose a subscription at Stripe is, and of which checkout. Answers what isn''t as we made it, unmatched while that isn''t known, or null.';
