-- Gives a user a plan, at no price; free ends what there is.
create function tests.put_on_plan(p_user_id uuid, p_plan text) returns void
language plpgsql volatile as $$
begin
    update billing.subscriptions s
    set status = 'canceled', ended_at = now()
    where s.user_id = p_user_id and s.ended_at is null;
    if p_plan <> 'free' then
        insert into billing.subscriptions (
            user_id, plan, cycle, status, unit_amount, currency, anchor_at, current_period_start_at,
            current_period_end_at
        ) values (
            p_user_id, p_plan, 'monthly', 'active', 0, 'usd', now(), now(), now() + interval '30 days'
        );
    end if;
end
$$;
