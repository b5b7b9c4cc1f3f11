-- It travels in every access token, and so in a header of every request.
create or replace function identity.metadata_refusal(p_user_metadata jsonb, p_app_metadata jsonb)
returns identity.answer
language sql
immutable
security invoker
begin atomic
    select
        case
            when octet_length(p_user_metadata::text) > 4096
                then identity.refuse(
                    400, 'validation_failed', 'User metadata is larger than 4096 bytes'
                )
            when octet_length(p_app_metadata::text) > 4096
                then identity.refuse(
                    400, 'validation_failed', 'App metadata is larger than 4096 bytes'
                )
        end;
end;

comment on function identity.metadata_refusal(jsonb, jsonb) is
    'Refuses metadata above 4 kB: 400 validation_failed; null when it fits.';
