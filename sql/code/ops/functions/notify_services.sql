create or replace function ops.notify_services()
returns trigger
language plpgsql
volatile
security invoker
set search_path = pg_catalog, pg_temp
as $$
begin
    notify pgrst, 'reload schema';
    return null;
end
$$;

comment on function ops.notify_services() is 'Trigger: tells every service to read what it keeps of the database again.';
