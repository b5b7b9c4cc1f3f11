create or replace function api.change_plan(user_id uuid, plan text, cycle text default null)
returns billing.subscriptions
language sql
volatile
security invoker
begin atomic
    select billing.change_plan(
        p_user_id => change_plan.user_id,
        p_plan => change_plan.plan,
        p_cycle => change_plan.cycle
    );
end;

grant execute on function api.change_plan(uuid, text, text) to service_role;
comment on function api.change_plan(uuid, text, text) is
    'See billing.change_plan. Raises TH001, TH404, TH415, TH419.';
