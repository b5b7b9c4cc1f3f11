-- Definer because callers have no right on the tables.
create or replace function ai.remove_budget(p_id uuid, p_own_of uuid default null)
returns void
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
begin
    -- Race: a call that has read the budget would count on one that is gone. Calls lock the account
    -- first, so that its lock keeps them out; of everybody's budget only the table's does.
    perform
    from credits.accounts a
    join ai.budgets b on b.user_id = a.user_id
    where b.id = p_id
    for no key update of a;
    if not found and p_own_of is null then
        lock table ai.budgets in access exclusive mode;
    end if;
    delete from ai.budgets b
    where b.id = p_id and (p_own_of is null or (b.is_own and b.user_id = p_own_of));
    if not found then
        perform ops.fail('TH404', 'budget');
    end if;
end
$$;

grant execute on function ai.remove_budget(uuid, uuid) to service_role;
comment on function ai.remove_budget(uuid, uuid) is
    'Lifts a budget; where p_own_of is given, only one that this user set. Raises TH404.';
