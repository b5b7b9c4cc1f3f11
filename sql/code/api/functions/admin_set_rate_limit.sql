-- Definer because admins have no right on the tables.
create or replace function api.admin_set_rate_limit(
    class text,
    requests integer,
    within interval,
    plan text default null,
    is_enabled boolean default null
)
returns ops.rate_report
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    v_class ops.rate_classes;
    v_rule text;
begin
    if not ops.is_admin() then
        perform ops.fail('TH403');
    elsif admin_set_rate_limit.requests is null and admin_set_rate_limit.plan is null then
        perform ops.fail_argument('requests', null);
    elsif admin_set_rate_limit.within is null and admin_set_rate_limit.requests is not null then
        perform ops.fail_argument('within', null);
    elsif not isfinite(admin_set_rate_limit.within) then
        perform ops.fail('TH001', 'within', 'within is 1 second to 31 days');
    end if;

    select c.* into v_class
    from ops.rate_classes c
    where c.id = admin_set_rate_limit.class
    for no key update;
    if not found then
        perform ops.fail('TH404', 'class');
    elsif
        admin_set_rate_limit.plan is not null
        and not exists (select from billing.plans p where p.id = admin_set_rate_limit.plan)
    then
        perform ops.fail('TH404', 'plan');
    end if;

    begin
        if admin_set_rate_limit.plan is null then
            update ops.rate_classes c
            set
                requests = admin_set_rate_limit.requests,
                period = admin_set_rate_limit.within,
                is_enabled = coalesce(admin_set_rate_limit.is_enabled, c.is_enabled)
            where c.id = v_class.id
            returning * into strict v_class;
        elsif admin_set_rate_limit.requests is null then
            delete from ops.rate_overrides o
            where o.class = v_class.id and o.plan = admin_set_rate_limit.plan;
        else
            insert into ops.rate_overrides as o (plan, class, requests, period)
            values (
                admin_set_rate_limit.plan, v_class.id, admin_set_rate_limit.requests,
                admin_set_rate_limit.within
            )
            on conflict on constraint rate_overrides_pkey do update
            set requests = excluded.requests, period = excluded.period;
        end if;
    exception
        when check_violation then
            get stacked diagnostics v_rule = constraint_name;
            perform ops.fail_argument(
                case when v_rule ~ 'period' then 'within' else 'requests' end,
                replace(regexp_replace(v_rule, '^rate_(classes|overrides)_', ''), 'period', 'within')
            );
    end;

    if admin_set_rate_limit.requests is not null and admin_set_rate_limit.plan is not null then
        v_class.requests := admin_set_rate_limit.requests;
        v_class.period := admin_set_rate_limit.within;
    end if;
    return (
        v_class.id, v_class.description, admin_set_rate_limit.plan, v_class.requests, v_class.period,
        v_class.is_enabled, clock_timestamp()
    )::ops.rate_report;
end
$$;

grant execute on function api.admin_set_rate_limit(text, integer, interval, text, boolean)
    to authenticated, service_role;
comment on function api.admin_set_rate_limit(text, integer, interval, text, boolean) is
    'Sets how often what counts for a class may be asked for: by everybody, or by those on a plan, who without requests are as everybody again. Answers what holds. For admins and trusted servers. Raises TH001 with the field, TH403, TH404 (class, plan).';
