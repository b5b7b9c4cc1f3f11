create or replace function identity.object_of(p_request jsonb, p_name text)
returns jsonb
language sql
immutable
security invoker
begin atomic
    select case when jsonb_typeof(p_request -> p_name) = 'object' then p_request -> p_name end;
end;

comment on function identity.object_of(jsonb, text) is
    'An object that a request has under a name; null when it is missing or of another type.';
