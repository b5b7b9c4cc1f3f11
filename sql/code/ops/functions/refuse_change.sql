create or replace function ops.refuse_change()
returns trigger
language plpgsql
volatile
security invoker
set search_path = pg_catalog, pg_temp
as $$
begin
    perform ops.fail('TH500', format('%I.%I is append-only.', tg_table_schema, tg_table_name));
    return null;
end
$$;

comment on function ops.refuse_change() is
    'Trigger: keeps a table append-only, for its owner too. Raises TH500.';
