create or replace function identity.text_of(p_request jsonb, p_name text)
returns text
language sql
immutable
security invoker
begin atomic
    select case when jsonb_typeof(p_request -> p_name) = 'string' then nullif(p_request ->> p_name, '') end;
end;

comment on function identity.text_of(jsonb, text) is
    'A text that a request has under a name; null when it is empty, missing or of another type.';
