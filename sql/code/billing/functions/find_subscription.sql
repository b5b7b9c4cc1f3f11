-- Race: whatever changes a user's subscription queues on its row here, and finds it as the one before
-- left it.
create or replace function billing.find_subscription(p_user_id uuid, p_at timestamptz)
returns billing.subscriptions
language plpgsql
volatile
security invoker
set search_path = pg_catalog, pg_temp
as $$
declare
    v_subscription billing.subscriptions;
begin
    if p_user_id is null then
        perform ops.fail_argument('user_id', null);
    end if;

    select s.* into v_subscription
    from billing.subscriptions s
    where s.user_id = p_user_id and s.status in ('trialing', 'active', 'past_due', 'paused')
    for update;
    if found then
        v_subscription := billing.advance(v_subscription, p_at);
    end if;
    if v_subscription.id is null or v_subscription.ended_at is not null then
        perform ops.fail('TH404', 'subscription');
    elsif exists (
        select
        from billing.checkouts c
        where c.user_id = p_user_id and c.subscription_id = v_subscription.id
    ) then
        -- Changed here alone it would go on being paid for.
        perform ops.fail('TH419', 'subscription', 'it is changed in the customer portal');
    end if;
    return v_subscription;
end
$$;

comment on function billing.find_subscription(uuid, timestamptz) is
    'Locks a user''s live subscription and brings it to where it is at p_at. Raises TH001 with the field, TH404, TH419 for one that is paid for at Stripe.';
