-- Writes one row of the audit log for one changed row. The trigger's arguments are the columns of the
-- row's key.
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
    v_old jsonb;
    v_new jsonb;
    v_key jsonb;
begin
    if tg_op <> 'INSERT' then
        v_old := to_jsonb(old);
    end if;
    if tg_op <> 'DELETE' then
        v_new := to_jsonb(new);
    end if;
    select jsonb_object_agg(k.name, coalesce(v_new, v_old) -> k.name)
    into v_key
    from unnest(tg_argv) as k (name);

    if tg_op = 'UPDATE' then
        select jsonb_object_agg(o.key, o.value), jsonb_object_agg(o.key, v_new -> o.key)
        into v_old, v_new
        from jsonb_each(v_old) o
        where o.value is distinct from v_new -> o.key and o.key <> 'updated_at';

        if v_old is null then
            return null;
        end if;
    end if;

    insert into audit.log (
        actor_id, actor_role, request_id, address, agent, operation, relation, row_key, old_values, new_values
    ) values (
        auth.uid(),
        coalesce(nullif(current_setting('role'), 'none'), session_user),
        left(coalesce(nullif(current_setting('request.id', true), ''), v_headers ->> 'x-request-id'), 200),
        left(coalesce(nullif(current_setting('request.address', true), ''), v_headers ->> 'x-forwarded-for'), 200),
        left(v_headers ->> 'user-agent', 500),
        lower(tg_op),
        tg_table_schema || '.' || tg_table_name,
        v_key,
        v_old,
        v_new
    );
    return null;
end
$$;

comment on function audit.record() is
    'Trigger: writes who changed a row, on which request, with old and new values; its arguments name the key''s columns.';
