-- Definer because users may not set budgets as a service does.
create or replace function api.set_my_budget(
    period text,
    amount numeric,
    api_key_id uuid default null,
    provider text default null,
    model text default null
)
returns ai.budgets
language sql
volatile
security definer
begin atomic
    select ai.set_budget(
        p_period => set_my_budget.period,
        p_amount => set_my_budget.amount,
        p_user_id => ai.budget_owner(),
        p_api_key_id => set_my_budget.api_key_id,
        p_provider => set_my_budget.provider,
        p_model => set_my_budget.model,
        p_is_own => true
    );
end;

grant execute on function api.set_my_budget(text, numeric, uuid, text, text) to authenticated;
comment on function api.set_my_budget(text, numeric, uuid, text, text) is
    'Sets how many credits the user who asks may spend on model calls, beside what an operator allows. See ai.set_budget. Raises TH001, TH403, TH404.';
