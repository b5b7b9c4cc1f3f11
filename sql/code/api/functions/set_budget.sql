create or replace function api.set_budget(
    period text,
    amount numeric,
    user_id uuid default null,
    api_key_id uuid default null,
    provider text default null,
    model text default null
)
returns ai.budgets
language sql
volatile
security invoker
begin atomic
    select ai.set_budget(
        p_period => set_budget.period,
        p_amount => set_budget.amount,
        p_user_id => set_budget.user_id,
        p_api_key_id => set_budget.api_key_id,
        p_provider => set_budget.provider,
        p_model => set_budget.model
    );
end;

grant execute on function api.set_budget(text, numeric, uuid, uuid, text, text) to service_role;
comment on function api.set_budget(text, numeric, uuid, uuid, text, text) is
    'An operator''s budget. See ai.set_budget. Raises TH001, TH404.';
