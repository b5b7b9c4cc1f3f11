-- Definer because callers have no right on the tables.
create or replace function credits.set_debt_limit(p_user_id uuid, p_limit numeric)
returns credits.account_balance
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    v_limit credits.balance;
    v_rule text;
    v_account credits.accounts;
begin
    begin
        v_limit := trim_scale(p_limit);
    exception
        when check_violation then
            get stacked diagnostics v_rule = constraint_name;
            perform ops.fail('TH001', 'limit', replace(v_rule, '_', ' '));
    end;
    if v_limit is null then
        perform ops.fail('TH001', 'limit', 'limit is required');
    end if;

    v_account := credits.settle(p_user_id);
    if v_account.debt > v_limit then
        perform ops.fail('TH001', 'limit', 'limit is at least what is owed already');
    end if;

    update credits.accounts a set debt_limit = v_limit where a.user_id = p_user_id;
    return credits.current_balance(p_user_id);
end
$$;

grant execute on function credits.set_debt_limit(uuid, numeric) to service_role;
comment on function credits.set_debt_limit(uuid, numeric) is
    'Sets how many credits a confirm with overage debt may leave a user owing. Raises TH001 with the field, TH404 for an unknown user.';
