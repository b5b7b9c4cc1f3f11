-- Definer because admins have no right on the tables.
create or replace function api.admin_set_rate_limit(
    class text,
    requests integer,
    within interval,
    plan text default null,
    is_enabled boolean default null,
    effective_at timestamptz default null
)
returns ops.rate_report
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    v_rate ops.rates;
    v_class ops.rate_classes;
begin
    if not ops.is_admin() then
        perform ops.fail('TH403');
    end if;

    v_rate := ops.set_rate(
        p_class => admin_set_rate_limit.class,
        p_requests => admin_set_rate_limit.requests,
        p_within => admin_set_rate_limit.within,
        p_plan => admin_set_rate_limit.plan,
        p_effective_at => admin_set_rate_limit.effective_at
    );
    update ops.rate_classes c
    set is_enabled = admin_set_rate_limit.is_enabled
    where c.id = admin_set_rate_limit.class and c.is_enabled <> admin_set_rate_limit.is_enabled;
    select c.* into strict v_class
    from ops.rate_classes c
    where c.id = admin_set_rate_limit.class;

    return (
        v_class.id, v_class.description, v_rate.plan, v_rate.requests, v_rate.period, v_class.is_enabled,
        lower(v_rate.effective), upper(v_rate.effective)
    )::ops.rate_report;
end
$$;

grant execute on function api.admin_set_rate_limit(text, integer, interval, text, boolean, timestamptz)
    to authenticated, service_role;
comment on function api.admin_set_rate_limit(text, integer, interval, text, boolean, timestamptz) is
    'Sets how often what counts for a class may be asked for from a time on: by everybody, or by those on a plan, who without requests are as everybody again; is_enabled switches the whole class at once. Answers what holds from then on. For admins and trusted servers. See ops.set_rate. Raises TH001 with the field, TH403, TH404 (class, plan).';
