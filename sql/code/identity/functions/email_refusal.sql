create or replace function identity.email_refusal(p_email text)
returns identity.answer
language sql
immutable
security invoker
begin atomic
    select
        case
            when p_email is null
                then identity.refuse(400, 'validation_failed', 'An email address is required')
            when length(p_email) > 255
                then identity.refuse(400, 'validation_failed', 'An email address is too long')
            -- What HTML takes for one.
            when p_email !~* (
                '^[a-z0-9.!#$%&''*+/=?^_`{|}~-]+@[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?'
                '(\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)*$'
            )
                then identity.refuse(
                    400, 'validation_failed', 'Unable to validate email address: invalid format'
                )
        end;
end;

comment on function identity.email_refusal(text) is
    'Refuses what is no e-mail address: 400 validation_failed; null for one.';
