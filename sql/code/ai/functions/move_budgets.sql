-- The caller has the account locked. A call counts in the period in which it was admitted.
create or replace function ai.move_budgets(
    p_user_id uuid,
    p_api_key_id uuid,
    p_provider text,
    p_model text,
    p_created_at timestamptz,
    p_held numeric,
    p_spent numeric
)
returns void
language plpgsql
volatile
security invoker
set search_path = pg_catalog, pg_temp
as $$
begin
    update ai.budget_counters k
    set held = trim_scale(k.held + p_held), spent = trim_scale(k.spent + p_spent)
    from ai.budgets b
    where
        k.user_id = p_user_id and b.id = k.budget_id
        and k.starts_on = usage.window_start(b.period, p_created_at)
        and ai.is_budgeted(b, p_user_id, p_api_key_id, p_provider, p_model);
end
$$;

comment on function ai.move_budgets(uuid, uuid, text, text, timestamptz, numeric, numeric) is
    'Adds to what is held and spent of the budgets that a call admitted at p_created_at counts for.';
