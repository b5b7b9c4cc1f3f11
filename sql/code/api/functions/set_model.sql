-- Definer because admins have no right to change models but by this.
create or replace function api.set_model(
    provider text,
    model text,
    max_input_tokens bigint default null,
    max_output_tokens bigint default null,
    kind text default null,
    may_reason boolean default null,
    is_enabled boolean default null
)
returns ai.models
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
begin
    if not ops.is_admin() then
        perform ops.fail('TH403');
    end if;
    return ai.set_model(
        p_provider => set_model.provider,
        p_model => set_model.model,
        p_max_input_tokens => set_model.max_input_tokens,
        p_max_output_tokens => set_model.max_output_tokens,
        p_kind => set_model.kind,
        p_may_reason => set_model.may_reason,
        p_is_enabled => set_model.is_enabled
    );
end
$$;

grant execute on function
    api.set_model(text, text, bigint, bigint, text, boolean, boolean) to authenticated, service_role;
comment on function api.set_model(text, text, bigint, bigint, text, boolean, boolean) is
    'For admins and trusted servers. See ai.set_model. Raises TH001, TH403.';
