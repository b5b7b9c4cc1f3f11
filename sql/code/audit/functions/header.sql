create or replace function audit.header(p_name text)
returns text
language sql
stable
security invoker
begin atomic
    select nullif(current_setting('request.headers', true), '')::jsonb ->> p_name;
end;

comment on function audit.header(text) is
    'A header of the request, its name in lower case, as PostgREST and the service hand it over; else null.';
