-- Writes one row of the audit log for one changed row. The trigger's arguments are columns that never
-- change; an update leaves them out. One statement, because it stands on the hot path.
-- Definer because whoever changes a row has no right to write the log.
create or replace function audit.record()
returns trigger
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
begin
    insert into audit.log (
        actor_id, actor_role, request_id, address, agent, operation, relation, old_values, new_values
    ) values (
        -- A server's token may name itself by something that is no user's id.
        case
            when auth.jwt() ->> 'sub' ~ '^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$' then auth.uid()
        end,
        coalesce(nullif(current_setting('role'), 'none'), session_user),
        left(coalesce(nullif(current_setting('request.id', true), ''), audit.header('x-request-id')), 200),
        left(
            coalesce(nullif(current_setting('request.address', true), ''), audit.header('x-forwarded-for')), 200
        ),
        left(audit.header('user-agent'), 500),
        lower(tg_op),
        tg_table_schema || '.' || tg_table_name,
        case tg_op
            when 'UPDATE' then to_jsonb(old) - coalesce(tg_argv, '{}')
            when 'DELETE' then to_jsonb(old)
        end,
        case tg_op
            when 'UPDATE' then to_jsonb(new) - coalesce(tg_argv, '{}')
            when 'INSERT' then to_jsonb(new)
        end
    );
    return null;
end
$$;

comment on function audit.record() is
    'Trigger: writes who changed a row, on which request, with old and new values; its arguments name columns that never change, which an update leaves out.';
