create or replace view api.balance with (security_invoker = true) as
select b.user_id, b.available, b.held, b.debt
from credits.accounts a
cross join lateral credits.current_balance(a.user_id) b;

grant select on api.balance to authenticated, service_role;
comment on view api.balance is 'What the user may spend, what is held and what is owed, as of now.';
