-- Each provider has a place of its own for what the system says. What users wrote never gets there.
create or replace function chat.provider_body(
    p_provider text,
    p_model text,
    p_system text,
    p_turns json,
    p_output_tokens integer,
    p_is_stream boolean
)
returns text
language plpgsql
stable
security invoker
set search_path = pg_catalog, pg_temp
as $$
declare
    v_system text := nullif(p_system, '');
    v_messages json;
begin
    select json_agg(
        case p_provider
            when 'google' then json_build_object(
                'role', case t.turn ->> 'role' when 'assistant' then 'model' else 'user' end,
                'parts', json_build_array(json_build_object('text', t.turn ->> 'text'))
            )
            else json_build_object('role', t.turn ->> 'role', 'content', t.turn ->> 'text')
        end
        order by t.place
    ) into v_messages
    from (
        select json_build_object('role', 'system', 'text', v_system), 0::bigint
        where v_system is not null and p_provider = 'openai'
        union all
        select a.turn, a.place
        from json_array_elements(p_turns) with ordinality a (turn, place)
    ) t (turn, place);

    return json_strip_nulls(
        case p_provider
            when 'openai' then json_build_object(
                'model', p_model,
                'messages', v_messages,
                'max_completion_tokens', p_output_tokens,
                'stream', p_is_stream,
                'stream_options',
                case when p_is_stream then json_build_object('include_usage', true) end
            )
            when 'anthropic' then json_build_object(
                'model', p_model,
                'max_tokens', p_output_tokens,
                'system', v_system,
                'messages', v_messages,
                'stream', p_is_stream
            )
            else json_build_object(
                'systemInstruction',
                case
                    when v_system is not null
                    then json_build_object(
                        'parts', json_build_array(json_build_object('text', v_system))
                    )
                end,
                'contents', v_messages,
                'generationConfig', json_build_object('maxOutputTokens', p_output_tokens)
            )
        end
    )::text;
end
$$;

comment on function chat.provider_body(text, text, text, json, integer, boolean) is
    'The body of a request to a provider, of p_turns, each with role (user, assistant) and text.';
