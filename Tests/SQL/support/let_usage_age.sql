-- Moves what a user used so many months into the past, which is the same as waiting, without waiting. Days
-- that the earlier month doesn't have fall together on its last.
create function tests.let_usage_age(p_user_id uuid, p_months integer) returns void
language plpgsql volatile as $$
declare
    v_age interval := make_interval(months => p_months);
begin
    update usage.events e
    set at = (e.at at time zone 'UTC' - v_age) at time zone 'UTC'
    where e.user_id = p_user_id;
    delete from usage.counters c where c.user_id = p_user_id;
    insert into usage.counters (user_id, meter, per, starts_on, quantity, events)
    select e.user_id, e.meter, w.per, usage.window_start(w.per, e.at), sum(e.quantity), count(*)
    from usage.events e
    cross join (values ('day'), ('month')) as w (per)
    where e.user_id = p_user_id
    group by e.user_id, e.meter, w.per, usage.window_start(w.per, e.at);
end
$$;
