-- Changed with every migration; a service is ready only on the version that it was built for.
create or replace function ops.schema_version()
returns text
language sql
immutable
security invoker
begin atomic
    select '20261122010320';
end;

grant execute on function ops.schema_version() to authenticator, anon, authenticated, service_role;
comment on function ops.schema_version() is 'The newest migration that these functions were written for.';
