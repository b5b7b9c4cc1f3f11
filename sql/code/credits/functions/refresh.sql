-- Race: calls for one user queue on the account's row; the first grants and writes the history, the
-- others find it there. A user whose plan gives nothing gets no row, so that one who changes to a
-- plan that does is refreshed in the same month.
-- The month before is accepted, for a run that was late, as long as what it gives has not lapsed
-- already.
-- Definer because callers have no right on the tables.
create or replace function credits.refresh(
    p_user_id uuid,
    p_period text default null,
    p_at timestamptz default clock_timestamp()
)
returns credits.monthly_refreshes
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    v_request credits.refresh_request;
    v_field text;
    v_rule text;
    v_plan billing.plans;
    v_expires_at timestamptz;
    v_grant credits.grants;
    v_refresh credits.monthly_refreshes;
begin
    begin
        v_request := row(
            p_user_id, coalesce(p_period, to_char(p_at at time zone 'UTC', 'YYYY-MM'))
        );
    exception
        when check_violation or not_null_violation then
            get stacked diagnostics v_field = pg_datatype_name, v_rule = constraint_name;
            perform ops.fail_argument(v_field, v_rule);
    end;

    perform from credits.accounts a where a.user_id = p_user_id for no key update;
    if not found then
        perform ops.fail('TH404', 'account');
    end if;

    select m.* into v_refresh
    from credits.monthly_refreshes m
    where m.user_id = p_user_id and m.period = v_request.period;
    if found then
        return v_refresh;
    end if;

    if
        p_at >= credits.period_start(v_request.period)
        and p_at < credits.period_start(v_request.period, 2)
    then
        select p.* into v_plan from billing.plans p where p.id = billing.plan_of(p_user_id, p_at);
    else
        perform ops.fail('TH001', 'period', 'period is this month or the last');
    end if;
    if coalesce(v_plan.monthly_credits, 0) = 0 then
        perform ops.fail('TH404', 'monthly_refresh');
    end if;
    v_expires_at := credits.period_start(v_request.period, 1 + v_plan.rollover_months);
    if v_expires_at <= p_at then
        perform ops.fail('TH001', 'period', 'credits of the period have not lapsed');
    end if;

    v_grant := credits.grant_credits(
        p_user_id => p_user_id,
        p_amount => v_plan.monthly_credits,
        p_source => 'monthly_refresh',
        p_expires_at => v_expires_at,
        p_metadata => jsonb_build_object('plan', v_plan.id)
    );

    insert into credits.monthly_refreshes (user_id, period, plan, amount, grant_id)
    values (p_user_id, v_request.period, v_plan.id, v_grant.amount, v_grant.id)
    returning * into v_refresh;

    -- Of what was paid for it a part may have gone back already.
    perform billing.settle_payment(p.user_id, p.id)
    from billing.payments p
    where
        p.user_id = p_user_id and p.refunded + p.disputed > 0
        and v_grant.created_at >= p.period_start_at and v_grant.created_at < p.period_end_at;
    return v_refresh;
end
$$;

grant execute on function credits.refresh(uuid, text, timestamptz) to service_role;
comment on function credits.refresh(uuid, text, timestamptz) is
    'Grants what a user''s plan gives in p_period (YYYY-MM in UTC, default the month of p_at), once; a repeat answers the first. It lives until the period ends, and longer by the months that the plan lets it roll over. Raises TH001 with the field, TH404 (account, or monthly_refresh where the plan gives nothing).';
