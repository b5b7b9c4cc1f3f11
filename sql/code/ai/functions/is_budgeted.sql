create or replace function ai.is_budgeted(
    p_budget ai.budgets,
    p_user_id uuid,
    p_api_key_id uuid,
    p_provider text,
    p_model text
)
returns boolean
language sql
immutable
security invoker
begin atomic
    select
        ((p_budget).user_id is null or (p_budget).user_id = p_user_id)
        and ((p_budget).api_key_id is null or (p_budget).api_key_id = p_api_key_id) is true
        and ((p_budget).provider is null or (p_budget).provider = p_provider)
        and ((p_budget).model is null or (p_budget).model = p_model);
end;

comment on function ai.is_budgeted(ai.budgets, uuid, uuid, text, text) is
    'Whether a call of a user, by an API key (null: none) and of a model, counts for a budget.';
