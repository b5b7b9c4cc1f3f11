-- As audit.record, for tables that hold secrets and personal data: a column that nobody has thought
-- of stays out of the log.
-- Definer because whoever changes a row has no right to write the log.
create or replace function audit.record_columns()
returns trigger
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    v_claims jsonb := auth.jwt();
    v_actor_id uuid := audit.claimed_id(v_claims, 'sub');
    v_api_key_id uuid := audit.claimed_id(v_claims, 'api_key_id');
    v_relation text := tg_table_schema || '.' || tg_table_name;
    v_secrets text[];
    v_old jsonb;
    v_new jsonb;
begin
    if tg_op <> 'INSERT' then
        v_old := to_jsonb(old);
    end if;
    if tg_op <> 'DELETE' then
        v_new := to_jsonb(new);
    end if;

    select array_agg(r.column_name) into v_secrets
    from audit.redactions r
    where r.relation in (v_relation, '*');

    insert into audit.log (
        actor_id, actor_role, api_key_id, request_id, address, agent, operation, relation, old_values, new_values
    ) values (
        v_actor_id,
        coalesce(nullif(current_setting('role'), 'none'), session_user),
        v_api_key_id,
        left(
            coalesce(nullif(current_setting('request.id', true), ''), audit.header('x-request-id')), 200
        ),
        host(audit.request_address()),
        left(audit.header('user-agent'), 500),
        lower(tg_op),
        v_relation,
        audit.without_secrets(audit.redacted(v_old, v_new, tg_argv), v_secrets),
        audit.without_secrets(audit.redacted(v_new, v_old, tg_argv), v_secrets)
    );
    return null;
end
$$;

comment on function audit.record_columns() is
    'Trigger: writes who changed a row, on which request. Its arguments name the columns whose values are written; of others an update tells only that they changed.';
