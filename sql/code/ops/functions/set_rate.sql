-- Sets how often what counts for a class may be asked for, from a moment on. The rate in force at that moment ends
-- there; the new one lasts until the next that is planned. Another one planned for the same moment is replaced. One
-- that is the same already stays as it is, so that nobody is counted anew for nothing.
-- Race: two calls for one class would end the same rate; the lock on the class lets them in one by one, and doesn't
-- keep requests from being counted.
-- Definer because callers have no right on the tables.
create or replace function ops.set_rate(
    p_class text,
    p_requests integer,
    p_within interval,
    p_plan text default null,
    p_effective_at timestamptz default null
)
returns ops.rates
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    v_at timestamptz;
    v_from timestamptz;
    v_until timestamptz;
    v_rule text;
    v_rate ops.rates;
begin
    if p_requests is null and p_plan is null then
        perform ops.fail_argument('requests', null);
    elsif p_within is null and p_requests is not null then
        perform ops.fail_argument('within', null);
    elsif not isfinite(p_within) then
        perform ops.fail('TH001', 'within', 'within is 1 second to 31 days');
    elsif not isfinite(p_effective_at) then
        perform ops.fail('TH001', 'effective_at', 'effective at is finite');
    end if;

    perform from ops.rate_classes c where c.id = p_class for no key update;
    if not found then
        perform ops.fail('TH404', 'class');
    end if;
    if p_plan is not null then
        perform from billing.plans p where p.id = p_plan for key share;
        if not found then
            perform ops.fail('TH404', 'plan');
        end if;
    end if;

    v_at := clock_timestamp();
    v_from := coalesce(p_effective_at, v_at);
    -- Who was refused and why stays to be explained.
    if v_from < v_at then
        perform ops.fail('TH001', 'effective_at', 'effective_at is not in the past');
    end if;

    select min(lower(r.effective)) into v_until
    from ops.rates r
    where r.class = p_class and r.plan is not distinct from p_plan and lower(r.effective) > v_from;

    select r.* into v_rate
    from ops.rates r
    where
        r.class = p_class and r.plan is not distinct from p_plan
        and r.effective @> v_from and upper(r.effective) is not distinct from v_until
        and (r.requests, r.period) = (p_requests, p_within);
    if found then
        return v_rate;
    end if;

    delete from ops.rates r
    where r.class = p_class and r.plan is not distinct from p_plan and lower(r.effective) = v_from;

    update ops.rates r
    set effective = tstzrange(lower(r.effective), v_from)
    where r.class = p_class and r.plan is not distinct from p_plan and r.effective @> v_from;

    if p_requests is null then
        select r.* into v_rate
        from ops.rates r
        where r.class = p_class and r.plan is null and r.effective @> v_from;
        return v_rate;
    end if;

    begin
        insert into ops.rates (class, plan, requests, period, effective)
        values (p_class, p_plan, p_requests, p_within, tstzrange(v_from, v_until))
        returning * into strict v_rate;
    exception
        when check_violation then
            get stacked diagnostics v_rule = constraint_name;
            perform ops.fail_argument(
                case when v_rule ~ 'period' then 'within' else 'requests' end,
                replace(regexp_replace(v_rule, '^rates_', ''), 'period', 'within')
            );
    end;
    return v_rate;
end
$$;

grant execute on function ops.set_rate(text, integer, interval, text, timestamptz) to service_role;
comment on function ops.set_rate(text, integer, interval, text, timestamptz) is
    'Sets how often what counts for a class may be asked for from p_effective_at on (default: now): by everybody, or by those on a plan, who without requests are as everybody from then on. Answers the rate that holds from then on, null if none does. Raises TH001 with the field, also for a time in the past, and TH404 (class, plan).';
