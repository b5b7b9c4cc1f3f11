create or replace function ai.put_model(
    p_provider text,
    p_model text,
    p_kind text,
    p_max_input_tokens bigint,
    p_max_output_tokens bigint,
    p_may_reason boolean
)
returns text
language plpgsql
volatile
security invoker
set search_path = pg_catalog, pg_temp
as $$
begin
    insert into ai.models (provider, model, kind, max_input_tokens, max_output_tokens, may_reason)
    values (p_provider, p_model, p_kind, p_max_input_tokens, p_max_output_tokens, p_may_reason)
    on conflict (provider, model) do nothing;
    if found then
        return 'added';
    end if;
    update ai.models m
    set
        kind = p_kind,
        max_input_tokens = p_max_input_tokens,
        max_output_tokens = p_max_output_tokens,
        may_reason = p_may_reason
    where
        m.provider = p_provider and m.model = p_model
        and (m.kind, m.max_input_tokens, m.max_output_tokens, m.may_reason)
        is distinct from (p_kind, p_max_input_tokens, p_max_output_tokens, p_may_reason);
    return case when found then 'changed' else 'unchanged' end;
end
$$;

comment on function ai.put_model(text, text, text, bigint, bigint, boolean) is
    'Adds a model or gives it these limits; whether it is enabled stays. Answers added, changed or unchanged.';
