-- Definer because users may not lift budgets as a service does.
create or replace function api.remove_my_budget(id uuid)
returns void
language sql
volatile
security definer
begin atomic
    select ai.remove_budget(
        p_id => remove_my_budget.id,
        p_own_of => ai.budget_owner()
    );
end;

grant execute on function api.remove_my_budget(uuid) to authenticated;
comment on function api.remove_my_budget(uuid) is
    'Lifts a budget that the user who asks has set. See ai.remove_budget. Raises TH403, TH404.';
