create or replace function ops.touch_updated_at()
returns trigger
language plpgsql
volatile
security invoker
set search_path = pg_catalog, pg_temp
as $$
begin
    new.updated_at := clock_timestamp();
    return new;
end
$$;

comment on function ops.touch_updated_at() is 'Trigger: sets updated_at whenever a row changes.';
