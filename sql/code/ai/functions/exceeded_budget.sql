-- Race: concurrent calls of one user queue on the account's row, which the caller has locked, so that
-- each sees what those before it hold. A counter that begins in mid-period begins with what the
-- period's calls hold and cost.
create or replace function ai.exceeded_budget(p_call ai.calls)
returns text
language plpgsql
volatile
security invoker
set search_path = pg_catalog, pg_temp
as $$
declare
    v_period text;
begin
    -- Nobody's calls count for nobody's budget; what they are refused with is said later.
    if not exists (select from credits.accounts a where a.user_id = p_call.user_id) then
        return null;
    end if;

    insert into ai.budget_counters (user_id, budget_id, starts_on, held, spent)
    select
        p_call.user_id, b.id, usage.window_start(b.period, p_call.created_at),
        coalesce(sum(c.hold) filter (where c.settled_at is null), 0),
        coalesce(sum(c.charge), 0)
    from ai.budgets b
    left join ai.calls c
        on c.user_id = p_call.user_id
        and c.created_at
            >= usage.window_start(b.period, p_call.created_at)::timestamp at time zone 'UTC'
        and ai.is_budgeted(b, c.user_id, c.api_key_id, c.provider, c.model)
    where
        ai.is_budgeted(b, p_call.user_id, p_call.api_key_id, p_call.provider, p_call.model)
        and not exists (
            select
            from ai.budget_counters k
            where
                k.user_id = p_call.user_id and k.budget_id = b.id
                and k.starts_on = usage.window_start(b.period, p_call.created_at)
        )
    group by b.id, b.period;

    select b.period into v_period
    from ai.budgets b
    join ai.budget_counters k
        on k.user_id = p_call.user_id and k.budget_id = b.id
        and k.starts_on = usage.window_start(b.period, p_call.created_at)
    where
        ai.is_budgeted(b, p_call.user_id, p_call.api_key_id, p_call.provider, p_call.model)
        and (b.amount = 0 or k.held + k.spent + p_call.hold > b.amount)
    order by b.period
    limit 1;
    return v_period;
end
$$;

comment on function ai.exceeded_budget(ai.calls) is
    'The period of a budget that the hold of a call would pass, day before month; null when all have room.';
