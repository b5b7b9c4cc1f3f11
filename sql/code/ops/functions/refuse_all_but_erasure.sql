-- Column by column, as the trigger names them; a column "*" lets the whole row go.
create or replace function ops.refuse_all_but_erasure()
returns trigger
language plpgsql
volatile
security invoker
set search_path = pg_catalog, pg_temp
as $$
begin
    if
        exists (select from ops.erasures e where e.user_id = old.user_id)
        and (
            tg_op = 'DELETE' and '*' = any(tg_argv)
            or tg_op = 'UPDATE' and to_jsonb(new) - tg_argv = to_jsonb(old) - tg_argv
        )
    then
        return coalesce(new, old);
    end if;
    perform ops.fail('TH500', format('%I.%I is append-only.', tg_table_schema, tg_table_name));
    return null;
end
$$;

comment on function ops.refuse_all_but_erasure() is
    'Trigger: keeps a table of users append-only, for its owner too, but for the columns that its arguments name ("*" for the row) of a user whose account was deleted. Raises TH500.';
