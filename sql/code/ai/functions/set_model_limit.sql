-- Definer because callers have no right on the tables.
create or replace function ai.set_model_limit(
    p_plan text,
    p_provider text,
    p_model text default '*',
    p_max_input_tokens bigint default null,
    p_max_output_tokens bigint default null
)
returns void
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
begin
    if p_max_input_tokens not between 0 and 1000000000 then
        perform ops.fail('TH001', 'max_input_tokens', 'max_input_tokens is from 0 to 1 billion');
    elsif p_max_output_tokens not between 0 and 1000000000 then
        perform ops.fail('TH001', 'max_output_tokens', 'max_output_tokens is from 0 to 1 billion');
    elsif not exists (select from billing.plans p where p.id = p_plan) then
        perform ops.fail('TH404', 'plan');
    elsif not coalesce(p_provider in ('openai', 'anthropic', 'google'), false) then
        perform ops.fail('TH001', 'provider', 'provider is known');
    elsif p_model is distinct from '*' and not exists (
        select from ai.models m where m.provider = p_provider and m.model = p_model
    ) then
        perform ops.fail('TH404', 'model');
    end if;

    if p_max_input_tokens is null and p_max_output_tokens is null then
        delete from ai.model_limits l
        where l.plan = p_plan and l.provider = p_provider and l.model = p_model;
    else
        insert into ai.model_limits (plan, provider, model, max_input_tokens, max_output_tokens)
        values (p_plan, p_provider, p_model, p_max_input_tokens, p_max_output_tokens)
        on conflict (plan, provider, model) do update
        set
            max_input_tokens = excluded.max_input_tokens,
            max_output_tokens = excluded.max_output_tokens;
    end if;
end
$$;

grant execute on function ai.set_model_limit(text, text, text, bigint, bigint) to service_role;
comment on function ai.set_model_limit(text, text, text, bigint, bigint) is
    'Limits what a call of a plan may read and write of a model, or of all of a provider''s (*); both null lift the limit. Raises TH001 with the field, TH404 (plan, model).';
