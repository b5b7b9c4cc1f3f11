create or replace function credits.refuse_uncovered()
returns trigger
language plpgsql
volatile
security invoker
set search_path = pg_catalog, pg_temp
as $$
begin
    if not exists (
        select
        from credits.checkpoints c
        where c.user_id = old.user_id and c.sequence >= old.sequence
    ) then
        perform ops.fail('TH500', format('%I.%I is append-only.', tg_table_schema, tg_table_name));
    end if;
    return old;
end
$$;

comment on function credits.refuse_uncovered() is
    'Trigger: a kept entry leaves only when a checkpoint stands for it. Raises TH500.';
