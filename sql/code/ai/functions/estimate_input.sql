-- From above: 2.5 bytes a token is below all that was measured of English, code and JSON; what is
-- dense (other scripts, digests, base64) is taken byte by byte, below which no token is.
create or replace function ai.estimate_input(
    p_request ai.call_request,
    p_media_tokens bigint,
    p_settings ai.settings
)
returns bigint
language sql
immutable
security invoker
begin atomic
    select
        (
            ceil(((p_request).text_bytes - (p_request).dense_bytes) / 2.5)
            + (p_request).dense_bytes
            + (p_request).parts * (p_settings).part_tokens
            + (p_settings).request_tokens
            + p_media_tokens
        )::bigint;
end;

comment on function ai.estimate_input(ai.call_request, bigint, ai.settings) is
    'How many tokens a request may be read as, at most.';
