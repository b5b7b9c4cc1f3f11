create or replace function identity.reply(
    p_status integer,
    p_body jsonb,
    p_claims jsonb default null,
    p_headers jsonb default null
)
returns identity.answer
language sql
immutable
security invoker
begin atomic
    select (p_status, p_body, p_claims, p_headers)::identity.answer;
end;

comment on function identity.reply(integer, jsonb, jsonb, jsonb) is 'An answer of its parts.';
