-- Writes one row of the audit log for one changed row. The trigger's arguments are columns that never
-- change; an update leaves them out. It stands on the hot path: what is computed outside the insert costs
-- less, since PostgreSQL keeps such expressions for a whole transaction.
-- Definer because whoever changes a row has no right to write the log.
create or replace function audit.record()
returns trigger
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    v_headers jsonb := nullif(current_setting('request.headers', true), '')::jsonb;
    v_claims jsonb := auth.jwt();
    v_actor_id uuid := audit.claimed_id(v_claims, 'sub');
    v_api_key_id uuid := audit.claimed_id(v_claims, 'api_key_id');
    v_actor_role text := coalesce(nullif(current_setting('role'), 'none'), session_user);
    v_request_id text := nullif(current_setting('request.id', true), '');
    v_address text := nullif(current_setting('request.address', true), '');
    v_relation text := tg_table_schema || '.' || tg_table_name;
    v_secrets text[];
    v_old jsonb;
    v_new jsonb;
begin
    if tg_op = 'INSERT' then
        v_new := to_jsonb(new);
    elsif tg_op = 'UPDATE' then
        v_old := to_jsonb(old) - coalesce(tg_argv, '{}');
        v_new := to_jsonb(new) - coalesce(tg_argv, '{}');
    else
        v_old := to_jsonb(old);
    end if;

    select array_agg(r.column_name) into v_secrets
    from audit.redactions r
    where r.relation in (v_relation, '*');
    -- Most rows have none, and asking first costs next to nothing.
    if coalesce(v_old, v_new) ?| v_secrets then
        v_old := audit.without_secrets(v_old, v_secrets);
        v_new := audit.without_secrets(v_new, v_secrets);
    end if;

    insert into audit.log (
        actor_id, actor_role, api_key_id, request_id, address, agent, operation, relation, old_values, new_values
    ) values (
        v_actor_id,
        v_actor_role,
        v_api_key_id,
        left(coalesce(v_request_id, v_headers ->> 'x-request-id'), 200),
        left(coalesce(v_address, v_headers ->> 'x-forwarded-for'), 200),
        left(v_headers ->> 'user-agent', 500),
        lower(tg_op),
        v_relation,
        v_old,
        v_new
    );
    return null;
end
$$;

comment on function audit.record() is
    'Trigger: writes who changed a row, on which request, with old and new values; its arguments name columns that never change, which an update leaves out. Values of audit.redactions stay out of it.';
