create or replace function identity.is_set(p_request jsonb, p_name text)
returns boolean
language sql
immutable
security invoker
begin atomic
    select coalesce(p_request -> p_name = 'true', false);
end;

comment on function identity.is_set(jsonb, text) is 'Whether a request has true under a name.';
