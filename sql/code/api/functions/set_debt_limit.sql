create or replace function api.set_debt_limit(user_id uuid, "limit" numeric)
returns credits.account_balance
language sql
volatile
security invoker
begin atomic
    select credits.set_debt_limit(p_user_id => set_debt_limit.user_id, p_limit => set_debt_limit."limit");
end;

grant execute on function api.set_debt_limit(uuid, numeric) to service_role;
comment on function api.set_debt_limit(uuid, numeric) is 'See credits.set_debt_limit. Raises TH001, TH404.';
