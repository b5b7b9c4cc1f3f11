create or replace function identity.challenge_refusal(p_request jsonb)
returns identity.answer
language sql
immutable
security invoker
begin atomic
    select
        case
            when (c.challenge is null) <> (c.method is null)
                then identity.refuse(
                    400, 'validation_failed',
                    'PKCE flow requires code_challenge_method and code_challenge'
                )
            when lower(c.method) not in ('s256', 'plain')
                then identity.refuse(400, 'validation_failed', 'unsupported code_challenge method')
            when length(c.challenge) not between 43 and 128
                then identity.refuse(
                    400, 'validation_failed', 'code challenge has to be between 43 and 128 characters'
                )
            when c.challenge !~ '^[A-Za-z0-9._~-]+$'
                then identity.refuse(
                    400, 'validation_failed',
                    'code challenge can only contain alphanumeric characters, hyphens, periods, underscores and tildes'
                )
        end
    from (
        select
            identity.text_of(p_request, 'code_challenge'),
            identity.text_of(p_request, 'code_challenge_method')
    ) as c (challenge, method);
end;

comment on function identity.challenge_refusal(jsonb) is
    'Refuses a PKCE challenge that is incomplete or malformed: 400 validation_failed; null for a good one, or none.';
