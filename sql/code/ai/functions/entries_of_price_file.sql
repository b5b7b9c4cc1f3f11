create or replace function ai.entries_of_price_file(p_document jsonb)
returns setof ai.price_entry
language sql
immutable
security invoker
begin atomic
    select
        p.provider,
        regexp_replace(e.key, '^(gemini|openai|anthropic)/', ''),
        case e.value ->> 'mode' when 'embedding' then 'embedding' else 'text' end,
        e.key ~ '^(gemini|openai|anthropic)/',
        e.key,
        e.value
    from jsonb_each(p_document) e
    join (
        values ('openai', 'openai'), ('anthropic', 'anthropic'), ('gemini', 'google')
    ) as p (name, provider)
        on p.name = e.value ->> 'litellm_provider'
    where e.value ->> 'mode' in ('chat', 'responses', 'embedding');
end;

comment on function ai.entries_of_price_file(jsonb) is
    'The entries of LiteLLM''s price file that are of OpenAI, Anthropic or Google themselves, and of models that write or embed.';
