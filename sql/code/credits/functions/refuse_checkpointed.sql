create or replace function credits.refuse_checkpointed()
returns trigger
language plpgsql
volatile
security invoker
set search_path = pg_catalog, pg_temp
as $$
begin
    if exists (select from credits.drops d where d.number >= old.number) then
        perform ops.fail('TH500', format('%I.%I is append-only.', tg_table_schema, tg_table_name));
    end if;
    return coalesce(new, old);
end
$$;

comment on function credits.refuse_checkpointed() is
    'Trigger: what a checkpoint says stays once its month was dropped. Raises TH500.';
