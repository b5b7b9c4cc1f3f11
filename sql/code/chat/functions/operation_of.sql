create or replace function chat.operation_of(p_provider text)
returns text
language sql
immutable
security invoker
begin atomic
    select case p_provider
        when 'openai' then 'chat_completions'
        when 'anthropic' then 'messages'
        else 'generate_content'
    end;
end;

comment on function chat.operation_of(text) is 'What is asked of a provider for a chat''s answer.';
