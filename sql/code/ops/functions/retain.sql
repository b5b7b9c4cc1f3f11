create or replace function ops.retain(
    p_policy ops.retention_policies,
    p_before timestamptz,
    p_limit integer
)
returns bigint
language plpgsql
volatile
security invoker
set search_path = pg_catalog, pg_temp
as $$
declare
    v_count bigint;
begin
    case p_policy.relation
        when 'usage.events' then
            return usage.archive_events(p_before, p_limit);
        when 'ai.calls' then
            return ai.archive_calls(p_before, p_limit);
        when 'usage.archived_events' then
            return ops.drop_months('usage.archived_events', p_before);
        when 'ai.archived_calls' then
            return ops.drop_months('ai.archived_calls', p_before);
        when 'audit.log' then
            return audit.drop_months(p_before);
        when 'billing.stripe_events' then
            return billing.archive_events(p_policy.done_before, p_before, p_limit);
        when 'billing.archived_payloads' then
            return ops.drop_months('billing.archived_payloads', p_before);
        when 'ops.webhook_deliveries' then
            delete from ops.webhook_deliveries d
            where d.id in (
                select w.id
                from ops.webhook_deliveries w
                where w.delivered_at < p_before
                limit p_limit
                for update skip locked
            );
            get diagnostics v_count = row_count;
            return v_count;
        else
            -- Another job has it: credits.archive_due, credits.drop_due.
            return 0;
    end case;
end
$$;

comment on function ops.retain(ops.retention_policies, timestamptz, integer) is
    'One step of a policy: archives or removes up to p_limit rows of before p_before, or months as a whole. Answers how many rows.';
