-- Usage listings and the audit log are read page by page: whatever number of rows is asked for is brought between one and this.
create or replace function ops.page_limit(p_relation oid)
returns integer
language sql
stable
security invoker
begin atomic
    -- By name: the login, which asks, has no right to look into the schema.
    select 100
    from pg_catalog.pg_class c
    join pg_catalog.pg_namespace n on n.oid = c.relnamespace
    where c.oid = p_relation and n.nspname = 'api' and c.relname in (
        'ai_usage', 'audit_log', 'credit_usage', 'usage_logs'
    );
end;

grant execute on function ops.page_limit(oid) to authenticator;
comment on function ops.page_limit(oid) is 'Most rows of one page of a relation; null where there is no rule.';
