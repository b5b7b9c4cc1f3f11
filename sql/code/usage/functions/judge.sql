create or replace function usage.judge(
    p_user_id uuid,
    p_plan text,
    p_item jsonb,
    p_credits numeric,
    p_used jsonb,
    p_at timestamptz
)
returns usage.verdict
language plpgsql
stable
security invoker
set search_path = pg_catalog, pg_temp
as $$
declare
    v_operation usage.operation;
    v_read record;
    v_verdict usage.verdict;
    v_job_type text;
    v_price credits.job_price;
    v_overage_cost numeric;
    v_left numeric;
    v_is_beyond boolean;
begin
    v_verdict.is_allowed := false;
    v_verdict.credits_remaining := p_credits;
    select r.request as operation, r.field into v_read
    from credits.read_item(
        (null, null, null)::usage.operation,
        case jsonb_typeof(p_item) when 'object' then p_item else '{}' end
    ) r;
    v_operation := v_read.operation;
    v_verdict.meter := v_operation.meter;
    v_verdict.model := v_operation.model;
    v_verdict.quantity := v_operation.quantity;
    if
        v_read.field is not null or v_verdict.quantity is null
        or (v_verdict.meter is null) = (v_verdict.model is null)
    then
        v_verdict.reason := 'invalid_argument';
        return v_verdict;
    end if;

    if v_verdict.meter is null then
        v_job_type := v_verdict.model;
    else
        select m.job_type into v_job_type from usage.meters m where m.id = v_verdict.meter;
        if not found then
            v_verdict.reason := 'not_found';
            return v_verdict;
        end if;

        select
            bool_or(l.kind = 'hard' and u.before + v_verdict.quantity > l.quantity),
            min(greatest(l.quantity - u.before, 0)),
            min(greatest(l.quantity - u.before - v_verdict.quantity, 0)),
            max(
                greatest(least(v_verdict.quantity, u.before + v_verdict.quantity - l.quantity), 0)
                * l.overage_price
            )
        into v_is_beyond, v_left, v_verdict.remaining, v_overage_cost
        from usage.limits l
        left join usage.counters c
            on c.user_id = p_user_id and c.meter = l.meter and c.per = l.per
            and c.starts_on = usage.window_start(l.per, p_at)
        cross join lateral (
            select
                coalesce(c.quantity, 0) + coalesce((p_used ->> v_verdict.meter)::numeric, 0) as before
        ) u
        where l.plan = p_plan and l.meter = v_verdict.meter;
    end if;

    v_verdict.cost := ceil(coalesce(v_overage_cost, 0) * 10000) * 0.0001;
    if v_job_type is not null then
        begin
            v_price := credits.price_job(v_job_type, v_verdict.quantity, p_at);
        exception
            when sqlstate 'TH001' then
                v_verdict.reason := 'invalid_argument';
                return v_verdict;
        end;
        v_verdict.cost := v_verdict.cost + v_price.amount;
    end if;
    v_verdict.cost := trim_scale(v_verdict.cost);

    if v_is_beyond then
        v_verdict.reason := 'limit_exceeded';
        v_verdict.remaining := v_left;
    elsif v_verdict.cost > p_credits then
        v_verdict.reason := 'insufficient_credits';
        v_verdict.remaining := v_left;
    else
        v_verdict.is_allowed := true;
        v_verdict.credits_remaining := trim_scale(p_credits - v_verdict.cost);
    end if;
    return v_verdict;
end
$$;

comment on function usage.judge(uuid, text, jsonb, numeric, jsonb, timestamptz) is
    'The verdict on one operation of usage.preflight, given what those before it used and left.';
