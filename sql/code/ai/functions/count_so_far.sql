create or replace function ai.count_so_far(p_call ai.calls)
returns ai.count
language sql
immutable
security invoker
begin atomic
    select ai.count_tokens(
        case
            when (p_call).input_tokens is not null then (
                (p_call).input_tokens,
                (p_call).cached_input_tokens,
                (p_call).cache_write_5m_tokens,
                (p_call).cache_write_1h_tokens,
                (p_call).output_tokens,
                (p_call).reasoning_tokens
            )::ai.usage
        end,
        false,
        (p_call).output_bytes,
        (p_call).input_max,
        (p_call).output_max
    );
end;

comment on function ai.count_so_far(ai.calls) is
    'What a running call has used as far as its instance has noted it.';
