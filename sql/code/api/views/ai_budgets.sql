-- A budget that no call has counted on yet in its period has no counter: what was spent before is in
-- the calls, from which the counter will begin.
create or replace view api.ai_budgets with (security_invoker = true) as
select
    b.id,
    b.user_id,
    b.api_key_id,
    b.provider,
    b.model,
    b.period,
    b.amount,
    b.is_own,
    t.starts_on,
    u.held,
    u.spent,
    greatest(b.amount - u.held - u.spent, 0) as remaining
from ai.budgets b
cross join lateral (
    select
        date_trunc(b.period, now() at time zone 'utc')::date as starts_on,
        coalesce(b.user_id, auth.uid()) as user_id
) t
left join ai.budget_counters n
    on n.user_id = t.user_id and n.budget_id = b.id and n.starts_on = t.starts_on
left join lateral (
    select
        coalesce(sum(c.hold) filter (where c.settled_at is null), 0) as held,
        coalesce(sum(c.charge), 0) as spent
    from ai.calls c
    where
        n.budget_id is null and c.user_id = t.user_id
        and c.created_at >= t.starts_on::timestamp at time zone 'utc'
        and (b.api_key_id is null or c.api_key_id = b.api_key_id)
        and (b.provider is null or c.provider = b.provider)
        and (b.model is null or c.model = b.model)
) c on true
cross join lateral (
    select
        case when t.user_id is not null then coalesce(n.held, c.held) end::numeric as held,
        case when t.user_id is not null then coalesce(n.spent, c.spent) end::numeric as spent
) u;

grant select on api.ai_budgets to authenticated, service_role;
comment on view api.ai_budgets is
    'What may be spent on model calls in the current day or month of UTC, in credits, and what of it is held, spent and left. Without user_id each user has the budget; then the figures are those of whoever asks.';
