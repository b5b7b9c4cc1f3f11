-- Definer because whoever changes a subscription has no right to write its history.
create or replace function billing.record_subscription()
returns trigger
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    v_kind text;
begin
    if tg_op = 'INSERT' then
        v_kind := 'started';
    elsif new.status <> old.status then
        v_kind := case
            when new.status = 'past_due' then 'became_past_due'
            when new.status <> 'active' then new.status
            when old.status = 'trialing' then 'activated'
            when old.status = 'past_due' then 'renewed'
            else 'resumed'
        end;
    elsif new.current_period_start_at = old.current_period_end_at then
        v_kind := 'renewed';
    elsif new.plan <> old.plan or new.cycle <> old.cycle then
        v_kind := 'plan_changed';
    elsif new.pending_plan is null and old.pending_plan is not null then
        v_kind := 'change_withdrawn';
    elsif (new.pending_plan, new.pending_cycle) is distinct from (old.pending_plan, old.pending_cycle) then
        v_kind := 'change_planned';
    elsif new.cancel_at_period_end <> old.cancel_at_period_end then
        v_kind := case when new.cancel_at_period_end then 'cancel_planned' else 'cancel_withdrawn' end;
    else
        v_kind := 'updated';
    end if;

    insert into billing.subscription_events (
        user_id, subscription_id, version, kind, plan, cycle, status, unit_amount, currency,
        current_period_start_at, current_period_end_at, pending_plan
    ) values (
        new.user_id, new.id, new.version, v_kind, new.plan, new.cycle, new.status, new.unit_amount,
        new.currency, new.current_period_start_at, new.current_period_end_at, new.pending_plan
    );
    return null;
end
$$;

comment on function billing.record_subscription() is
    'Trigger: writes every change of a subscription to its history.';
