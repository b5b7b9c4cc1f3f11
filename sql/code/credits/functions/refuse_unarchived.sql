create or replace function credits.refuse_unarchived()
returns trigger
language plpgsql
volatile
security invoker
set search_path = pg_catalog, pg_temp
as $$
declare
    v_is_archived boolean;
begin
    if tg_table_name = 'ledger_entries' then
        select to_jsonb(a) = to_jsonb(old) into v_is_archived
        from credits.archived_entries a
        where a.user_id = old.user_id and a.sequence = old.sequence and a.created_at = old.created_at;
    else
        select to_jsonb(a) = to_jsonb(old) into v_is_archived
        from credits.archived_reservations a
        -- Entries have no id, which whoever checks this function for their table stumbles over.
        where a.user_id = old.user_id and a.id = (to_jsonb(old) ->> 'id')::uuid and a.created_at = old.created_at;
    end if;

    if v_is_archived is not true then
        perform ops.fail('TH500', format('%I.%I is append-only.', tg_table_schema, tg_table_name));
    end if;
    return old;
end
$$;

comment on function credits.refuse_unarchived() is
    'Trigger: a row leaves only when the archive has the very same, whoever removes it. Raises TH500.';
