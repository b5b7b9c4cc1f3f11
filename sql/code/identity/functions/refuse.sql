-- An error is answered, not raised, so that what was counted on the way to it is committed.
create or replace function identity.refuse(
    p_status integer,
    p_code text,
    p_message text,
    p_more jsonb default '{}',
    p_headers jsonb default null
)
returns identity.answer
language sql
immutable
security invoker
begin atomic
    select (
        p_status, jsonb_build_object('code', p_code, 'message', p_message) || p_more, null, p_headers
    )::identity.answer;
end;

comment on function identity.refuse(integer, text, text, jsonb, jsonb) is
    'An answer that is an error, in the form of API version 2024-01-01. The older form has the status as code, the code as error_code and the message as msg.';
