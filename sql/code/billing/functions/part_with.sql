-- What goes on at Stripe is ended there: by rows that a worker carries out, so that nothing waits for Stripe here, and
-- nothing is forgotten if it doesn't answer. Called before the account is locked, as all lock subscriptions first.
create or replace function billing.part_with(p_user_id uuid)
returns void
language plpgsql
volatile
security invoker
set search_path = pg_catalog, pg_temp
as $$
declare
    v_live billing.subscriptions;
begin
    select s.* into v_live
    from billing.subscriptions s
    where s.user_id = p_user_id and s.status in ('trialing', 'active', 'past_due', 'paused')
    for update;
    if
        found
        -- What is paid for at Stripe ends when Stripe says so.
        and not exists (
            select from billing.checkouts c
            where c.user_id = p_user_id and c.subscription_id = v_live.id
        )
        and (billing.advance(v_live, clock_timestamp())).ended_at is null
    then
        perform billing.cancel_subscription(p_user_id, p_at_period_end => false);
    end if;

    update billing.checkouts c
    set status = 'superseded'
    where c.user_id = p_user_id and c.status = 'prepared';
    insert into billing.stripe_errands (user_id, kind, stripe_id)
    select
        p_user_id,
        case r.kind
            when 'subscription' then 'cancel_subscription'
            when 'session' then 'expire_session'
            else 'forget_customer'
        end,
        r.id
    from billing.stripe_references r
    where
        r.owner_id = p_user_id
        and case r.kind
            when 'customer' then true
            when 'subscription' then not exists (
                select from billing.stripe_subscriptions s
                where s.id = r.id and s.status in ('canceled', 'incomplete_expired')
            )
            when 'session' then exists (
                select from billing.checkouts c
                where
                    c.user_id = p_user_id and c.stripe_session_id = r.id
                    and c.status in ('open', 'superseded')
                    -- Stripe closes a page after a day by itself.
                    and c.created_at > clock_timestamp() - interval '25 hours'
            )
            else false
        end
    on conflict (user_id, kind, stripe_id) do nothing;
end
$$;

comment on function billing.part_with(uuid) is
    'Ends what would go on being paid for somebody who goes: subscriptions, at once here and at their period''s end at Stripe, and pages on which could be paid.';
