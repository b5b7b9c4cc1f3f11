-- Whole months: so a month is in one place, and what is dropped is what was proven as a whole.
-- Definer because callers have no right on the tables.
create or replace function ops.retain_due(p_after text default null)
returns text
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    c_limit constant integer := 5000;
    v_policy ops.retention_policies;
    v_before timestamptz;
    v_count bigint;
    v_is_finished boolean;
begin
    -- After "relation " come the ones after it, after "relation" itself once more.
    select p.* into v_policy
    from ops.retention_policies p
    where
        p.is_enabled
        -- These have jobs of their own.
        and p.relation not in ('credits.ledger_entries', 'credits.archived_entries')
        and case
            when coalesce(p_after, '') = '' then true
            when p_after like '% ' then p.relation collate "C" > rtrim(p_after)
            else p.relation = p_after
        end
    order by p.relation collate "C"
    limit 1;
    if not found then
        return null;
    end if;

    v_before := date_trunc('month', clock_timestamp() - v_policy.keep, 'UTC');
    v_count := ops.retain(v_policy, v_before, c_limit);
    -- Months are dropped all at once, or wait for tomorrow.
    v_is_finished := v_count < c_limit or v_policy.action = 'drop' and v_policy.relation <> 'ops.webhook_deliveries';
    perform ops.note_retention(v_policy.relation, v_before, v_count, v_is_finished);
    return v_policy.relation || case when v_is_finished then ' ' else '' end;
end
$$;

grant execute on function ops.retain_due(text) to service_role;
comment on function ops.retain_due(text) is
    'One step of what ops.retention_policies say is due. Answers where the next goes on, or null when none is left.';
