-- Race: concurrent calls of one user queue on the account's row, which the caller has locked, so
-- that each sees what those before it hold. A counter that begins in mid-period begins with what
-- the period's calls hold and cost.
create or replace function ai.take_budgets(p_call ai.calls)
returns text
language plpgsql
volatile
security invoker
set search_path = pg_catalog, pg_temp
as $$
declare
    v_period text;
    v_is_new boolean;
begin
    loop
        select
            min(b.period) filter (
                where b.amount = 0 or k.held + k.spent + p_call.hold > b.amount
            ),
            bool_or(k.user_id is null)
        into v_period, v_is_new
        from ai.budgets b
        left join ai.budget_counters k
            on k.user_id = p_call.user_id and k.budget_id = b.id
            and k.starts_on = usage.window_start(b.period, p_call.created_at)
        where ai.is_budgeted(b, p_call.user_id, p_call.api_key_id, p_call.provider, p_call.model);
        -- Of whom there is no account, there are no counters; that is said later.
        exit when
            v_is_new is not true
            or not exists (select from credits.accounts a where a.user_id = p_call.user_id);

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
    end loop;

    if v_period is null then
        perform ai.move_budgets(array[p_call]);
    end if;
    return v_period;
end
$$;

comment on function ai.take_budgets(ai.calls) is
    'Counts the hold of a call for its budgets; or else, counting nothing, the period of one that it would pass, day before month.';
