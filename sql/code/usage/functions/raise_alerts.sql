-- Called under the counter's row lock, by which concurrent calls find what the one before has raised.
-- A limit of zero is never half used, so nobody is alerted of it.
create or replace function usage.raise_alerts(
    p_user_id uuid,
    p_meter text,
    p_per text,
    p_starts_on date,
    p_plan text,
    p_used numeric,
    p_allowed numeric
)
returns void
language plpgsql
volatile
security invoker
set search_path = pg_catalog, pg_temp
as $$
declare
    v_alert usage.alerts;
begin
    for v_alert in
        insert into usage.alerts (user_id, meter, per, starts_on, percent, plan, used, allowed)
        select p_user_id, p_meter, p_per, p_starts_on, t.percent, p_plan, p_used, p_allowed
        from usage.alert_thresholds t
        where
            p_allowed > 0
            and p_used * 100 >= p_allowed * t.percent
            and not exists (
                select
                from usage.alerts a
                where
                    a.user_id = p_user_id and a.meter = p_meter and a.per = p_per
                    and a.starts_on = p_starts_on and a.percent = t.percent
            )
        order by t.percent
        on conflict do nothing
        returning *
    loop
        perform ops.post_webhook(
            v_alert.id, 'usage.alert', to_jsonb(v_alert) - 'read_at', v_alert.created_at
        );
    end loop;
end
$$;

comment on function usage.raise_alerts(uuid, text, text, date, text, numeric, numeric) is
    'Alerts a user who has reached thresholds of a limit, of each once a day or month, and posts it to webhooks.';
