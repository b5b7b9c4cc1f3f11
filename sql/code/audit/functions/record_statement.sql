-- As audit.record, once for all rows that a statement changed: a batch that settles hundreds of reservations
-- would otherwise pay for the trigger's surroundings hundreds of times. For tables whose key is (user_id, id).
-- Definer because whoever changes a row has no right to write the log.
create or replace function audit.record_statement()
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
    v_request_id text := coalesce(
        nullif(current_setting('request.id', true), ''), v_headers ->> 'x-request-id'
    );
    v_request_ids jsonb := nullif(current_setting('request.ids', true), '')::jsonb;
    v_address text := coalesce(
        nullif(current_setting('request.address', true), ''), v_headers ->> 'x-forwarded-for'
    );
    v_constant text[] := coalesce(tg_argv, '{}');
    v_relation text := tg_table_schema || '.' || tg_table_name;
begin
    insert into audit.log (
        actor_id, actor_role, api_key_id, request_id, address, agent, operation, relation, old_values, new_values
    )
    select
        v_actor_id,
        v_actor_role,
        v_api_key_id,
        left(coalesce(v_request_ids ->> c.id::text, v_request_id), 200),
        left(v_address, 200),
        left(v_headers ->> 'user-agent', 500),
        lower(tg_op),
        v_relation,
        -- Most rows have none, and asking first costs next to nothing.
        case when c.old_values ?| s.names then audit.without_secrets(c.old_values, s.names) else c.old_values end,
        case when c.new_values ?| s.names then audit.without_secrets(c.new_values, s.names) else c.new_values end
    from (
        select n.id, to_jsonb(o) - v_constant as old_values, to_jsonb(n) - v_constant as new_values
        from old_rows o
        -- Also a row whose key was changed by hand stays in the log, as two.
        full join new_rows n on n.user_id = o.user_id and n.id = o.id
        offset 0
    ) c
    cross join (
        select array_agg(r.column_name::text) as names
        from audit.redactions r
        where r.relation in (v_relation, '*')
    ) s;
    return null;
end
$$;

comment on function audit.record_statement() is
    'Trigger: as audit.record, for all rows an update changed at once, of a table whose key is (user_id, id); its arguments name columns that never change, which are left out. Values of audit.redactions stay out of it.';
