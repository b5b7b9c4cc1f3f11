-- Definer because admins have no right to limit models but by this.
create or replace function api.set_model_limit(
    plan text,
    provider text,
    model text default '*',
    max_input_tokens bigint default null,
    max_output_tokens bigint default null
)
returns void
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
begin
    if not ops.is_admin() then
        perform ops.fail('TH403');
    end if;
    perform ai.set_model_limit(
        p_plan => set_model_limit.plan,
        p_provider => set_model_limit.provider,
        p_model => set_model_limit.model,
        p_max_input_tokens => set_model_limit.max_input_tokens,
        p_max_output_tokens => set_model_limit.max_output_tokens
    );
end
$$;

grant execute on function
    api.set_model_limit(text, text, text, bigint, bigint) to authenticated, service_role;
comment on function api.set_model_limit(text, text, text, bigint, bigint) is
    'For admins and trusted servers. See ai.set_model_limit. Raises TH001, TH403, TH404.';
