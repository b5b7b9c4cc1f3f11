-- The caller has the accounts locked. A call counts in the period in which it was admitted.
create or replace function ai.move_budgets(p_calls ai.calls[])
returns void
language plpgsql
volatile
security invoker
set search_path = pg_catalog, pg_temp
as $$
begin
    update ai.budget_counters k
    set held = trim_scale(k.held + m.held), spent = trim_scale(k.spent + m.spent)
    from (
        select
            n.user_id, n.budget_id, n.starts_on,
            sum(case when c.settled_at is null then c.hold else -c.hold end) as held,
            sum(coalesce(c.charge, 0)) as spent
        from unnest(p_calls) c
        join ai.budget_counters n on n.user_id = c.user_id
        join ai.budgets b on b.id = n.budget_id
        where
            n.starts_on = usage.window_start(b.period, c.created_at)
            and ai.is_budgeted(b, c.user_id, c.api_key_id, c.provider, c.model)
        group by n.user_id, n.budget_id, n.starts_on
    ) m
    where k.user_id = m.user_id and k.budget_id = m.budget_id and k.starts_on = m.starts_on;
end
$$;

comment on function ai.move_budgets(ai.calls[]) is
    'Adds what calls hold, or once they are settled what they cost instead, to the budgets that they count for.';
