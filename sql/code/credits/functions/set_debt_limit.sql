-- Definer because callers have no right on the tables.
create or replace function credits.set_debt_limit(p_user_id uuid, p_limit numeric)
returns credits.account_balance
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    v_limit numeric := trim_scale(p_limit);
    v_account credits.accounts;
begin
    if p_user_id is null then
        perform ops.fail_argument('user_id', null);
    elsif v_limit is null then
        perform ops.fail_argument('limit', null);
    elsif v_limit < 0 or v_limit > 10000000000000 or min_scale(v_limit) > 4 then
        perform ops.fail('TH001', 'limit', 'limit is zero or more with at most 4 decimals');
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
