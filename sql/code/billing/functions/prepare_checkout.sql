-- The price is what stands in the database now, whatever becomes of it afterwards. Where a plan is being bought
-- already, that checkout is closed first, so that nobody pays for two.
-- Definer because callers have no right on the tables.
create or replace function billing.prepare_checkout(
    p_user_id uuid,
    p_pack text default null,
    p_plan text default null,
    p_cycle text default null,
    p_with_trial boolean default false,
    p_saves_payment_method boolean default false,
    p_success_url text default null,
    p_cancel_url text default null,
    p_idempotency_key text default null
)
returns billing.stripe_request
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    v_key credits.idempotency_key;
    v_rule text;
    v_checkout billing.checkouts;
    v_known billing.checkouts;
    v_pack billing.packs;
    v_plan billing.plans;
    v_price billing.plan_prices;
    v_live billing.subscriptions;
begin
    if p_user_id is null then
        perform ops.fail_argument('user_id', null);
    elsif num_nonnulls(p_pack, p_plan) <> 1 then
        perform ops.fail('TH001', 'pack', 'either a pack or a plan is bought');
    elsif p_with_trial is null or (p_with_trial and p_pack is not null) then
        perform ops.fail('TH001', 'with_trial', 'a plan may be tried');
    elsif p_saves_payment_method is null or (p_saves_payment_method and p_plan is not null) then
        perform ops.fail('TH001', 'saves_payment_method', 'what a pack is paid with may be saved');
    elsif p_pack is not null and p_cycle is not null then
        perform ops.fail('TH001', 'cycle', 'a pack has no cycle');
    end if;
    begin
        v_key := p_idempotency_key;
    exception
        when check_violation then
            get stacked diagnostics v_rule = constraint_name;
            perform ops.fail_argument('idempotency_key', v_rule);
    end;
    v_checkout.user_id := p_user_id;
    v_checkout.id := gen_random_uuid();
    v_checkout.success_url := billing.return_target(p_success_url, 'success_url');
    v_checkout.cancel_url := billing.return_target(p_cancel_url, 'cancel_url');
    v_checkout.fingerprint := credits.fingerprint(
        jsonb_build_array(
            p_pack, p_plan, p_cycle, p_with_trial, p_saves_payment_method, p_success_url, p_cancel_url
        )
    );

    -- Race: checkouts of one user queue here; the second finds the first's.
    perform from credits.accounts a where a.user_id = p_user_id for no key update;
    if not found then
        perform ops.fail('TH404', 'account');
    end if;
    select c.* into v_known
    from billing.checkouts c
    where c.user_id = p_user_id and c.idempotency_key = v_key;
    if found then
        if v_known.fingerprint <> v_checkout.fingerprint then
            perform ops.fail('TH409');
        end if;
        return billing.next_request(p_user_id, v_known.id);
    end if;

    if p_pack is not null then
        select p.* into v_pack from billing.packs p where p.id = p_pack and p.is_sold;
        if not found then
            perform ops.fail('TH404', 'pack');
        end if;
        insert into billing.checkouts (
            user_id, id, mode, pack, name, credits, valid_days, unit_amount, amount_total, currency,
            saves_payment_method, success_url, cancel_url, idempotency_key, fingerprint
        ) values (
            p_user_id, v_checkout.id, 'payment', v_pack.id, v_pack.name, v_pack.credits, v_pack.valid_days,
            v_pack.unit_amount, v_pack.unit_amount, v_pack.currency, p_saves_payment_method,
            v_checkout.success_url, v_checkout.cancel_url, v_key, v_checkout.fingerprint
        );
        return billing.next_request(p_user_id, v_checkout.id);
    end if;

    v_price := billing.price_of(p_plan, coalesce(p_cycle, 'monthly'));
    select p.* into v_plan from billing.plans p where p.id = p_plan and p.is_public;
    if not found then
        perform ops.fail('TH404', 'plan');
    end if;
    select s.* into v_live
    from billing.subscriptions s
    where s.user_id = p_user_id and s.status in ('trialing', 'active', 'past_due', 'paused')
    for update;
    if found and (billing.advance(v_live, clock_timestamp())).ended_at is null then
        perform ops.fail('TH416', 'subscription');
    end if;
    if p_with_trial then
        if v_plan.trial_days = 0 then
            perform ops.fail('TH001', 'with_trial', 'the plan can be tried');
        elsif exists (
            select
            from billing.subscriptions s
            where s.user_id = p_user_id and s.trial_end_at is not null
        ) then
            perform ops.fail('TH412', 'trial');
        end if;
    end if;

    update billing.checkouts c
    set status = 'superseded'
    where
        c.user_id = p_user_id and c.mode = 'subscription' and c.status in ('prepared', 'open');
    insert into billing.checkouts (
        user_id, id, mode, plan, cycle, name, unit_amount, amount_total, currency, trial_days, success_url,
        cancel_url, idempotency_key, fingerprint
    ) values (
        p_user_id, v_checkout.id, 'subscription', v_plan.id, v_price.cycle, v_plan.name, v_price.unit_amount,
        case when p_with_trial then 0 else v_price.unit_amount end, v_price.currency,
        case when p_with_trial then v_plan.trial_days else 0 end, v_checkout.success_url,
        v_checkout.cancel_url, v_key, v_checkout.fingerprint
    );
    return billing.next_request(p_user_id, v_checkout.id);
end
$$;

grant execute on function
    billing.prepare_checkout(uuid, text, text, text, boolean, boolean, text, text, text) to service_role;
comment on function billing.prepare_checkout(uuid, text, text, text, boolean, boolean, text, text, text) is
    'Offers a user a pack, or a plan by the month or year, and answers what to post to Stripe first; see billing.take_stripe_answer. Raises TH001 with the field, TH404 (account, pack, plan), TH409 for a reused key, TH412 for a second trial, TH416 for a second subscription, TH417 for a repeat whose checkout is closed.';
