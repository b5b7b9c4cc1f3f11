create or replace function billing.check_transition()
returns trigger
language plpgsql
volatile
security invoker
set search_path = pg_catalog, pg_temp
as $$
begin
    if tg_op = 'INSERT' then
        if new.status not in ('trialing', 'active') then
            perform ops.fail('TH415', 'subscription', format('none begins %s', new.status));
        end if;
        new.version := 1;
        return new;
    end if;

    if old.status in ('canceled', 'expired') or new.user_id <> old.user_id or new.id <> old.id then
        perform ops.fail('TH415', 'subscription', 'it has ended');
    elsif
        new.status <> old.status
        and not exists (
            select
            from billing.subscription_transitions t
            where t.from_status = old.status and t.to_status = new.status
        )
    then
        perform ops.fail('TH415', 'subscription', format('it is %s', old.status));
    end if;
    new.version := old.version + 1;
    return new;
end
$$;

comment on function billing.check_transition() is
    'Trigger: lets a subscription''s status change only as billing.subscription_transitions says, and counts its changes. Raises TH415.';
