-- Raised together with ops.schema_version. What a release changes has to let services of the release before go on: they
-- are replaced one by one, while the schema is new already.
create or replace function ops.previous_schema_version()
returns text
language sql
immutable
security invoker
begin atomic
    select '20261121010120';
end;

grant execute on function ops.previous_schema_version() to authenticator, anon, authenticated, service_role;
comment on function ops.previous_schema_version() is
    'The schema version of the release before, whose services this schema still serves.';
