-- Each operation is judged as if those before it that are allowed had been done. It is told in advance
-- what usage.record and credits.reserve will decide; nothing is written.
-- Definer because callers have no right on the tables.
create or replace function usage.preflight(p_user_id uuid, p_operations jsonb)
returns setof usage.verdict
language plpgsql
stable
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    v_at timestamptz := statement_timestamp();
    v_plan text := billing.plan_of(p_user_id);
    v_credits numeric;
    v_item record;
    v_verdict usage.verdict;
    v_used jsonb := jsonb '{}';
begin
    if p_user_id is null then
        perform ops.fail_argument('user_id', null);
    elsif p_operations is null or jsonb_typeof(p_operations) <> 'array' then
        perform ops.fail('TH001', 'operations', 'operations is an array');
    elsif jsonb_array_length(p_operations) > 100 then
        perform ops.fail('TH001', 'operations', 'operations are at most 100');
    end if;
    select b.available into v_credits from credits.current_balance(p_user_id) b;
    if v_credits is null then
        perform ops.fail('TH404', 'account');
    end if;

    for v_item in
        select a.item, a.ordinality
        from jsonb_array_elements(p_operations) with ordinality as a (item, ordinality)
    loop
        v_verdict := usage.judge(
            p_user_id, v_plan, v_item.item, v_credits, v_used, v_at
        );
        v_verdict.ordinality := v_item.ordinality;
        if v_verdict.is_allowed then
            v_credits := v_verdict.credits_remaining;
            if v_verdict.meter is not null then
                v_used := v_used || jsonb_build_object(
                    v_verdict.meter, coalesce((v_used ->> v_verdict.meter)::numeric, 0) + v_verdict.quantity
                );
            end if;
        end if;
        return next v_verdict;
    end loop;
end
$$;

grant execute on function usage.preflight(uuid, jsonb) to service_role;
comment on function usage.preflight(uuid, jsonb) is
    'Says of up to 100 operations, each {meter or model, quantity}, whether a user could do them one after another, or why not, what each would cost in credits and what would remain. Raises TH001 with the field, TH404 for an unknown user.';
