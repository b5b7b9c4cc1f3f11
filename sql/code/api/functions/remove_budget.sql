create or replace function api.remove_budget(id uuid)
returns void
language sql
volatile
security invoker
begin atomic
    select ai.remove_budget(p_id => remove_budget.id);
end;

grant execute on function api.remove_budget(uuid) to service_role;
comment on function api.remove_budget(uuid) is 'See ai.remove_budget. Raises TH404.';
