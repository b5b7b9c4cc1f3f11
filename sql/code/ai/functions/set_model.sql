-- Definer because callers have no right on the tables.
create or replace function ai.set_model(
    p_provider text,
    p_model text,
    p_max_input_tokens bigint default null,
    p_max_output_tokens bigint default null,
    p_kind text default null,
    p_may_reason boolean default null,
    p_is_enabled boolean default null
)
returns ai.models
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    v_request ai.price_request;
    v_field text;
    v_rule text;
    v_model ai.models;
begin
    begin
        v_request := row(p_provider, p_model, null, null);
    exception
        when check_violation then
            get stacked diagnostics v_field = pg_datatype_name, v_rule = constraint_name;
            perform ops.fail_argument(v_field, v_rule);
    end;
    if v_request.provider is null or v_request.model is null then
        perform ops.fail_argument(
            case when v_request.provider is null then 'provider' else 'model' end, null
        );
    elsif p_kind not in ('text', 'embedding') then
        perform ops.fail('TH001', 'kind', 'kind is text or embedding');
    elsif p_max_input_tokens not between 1 and 1000000000 then
        perform ops.fail('TH001', 'max_input_tokens', 'max_input_tokens is from 1 to 1 billion');
    elsif p_max_output_tokens not between 1 and 1000000000 then
        perform ops.fail('TH001', 'max_output_tokens', 'max_output_tokens is from 1 to 1 billion');
    end if;

    -- Two at once would both find no row.
    lock table ai.models in share row exclusive mode;
    select m.* into v_model
    from ai.models m
    where m.provider = v_request.provider and m.model = v_request.model;
    v_model.kind := coalesce(p_kind, v_model.kind, 'text');
    v_model.max_input_tokens := coalesce(p_max_input_tokens, v_model.max_input_tokens);
    v_model.max_output_tokens := coalesce(p_max_output_tokens, v_model.max_output_tokens);
    if v_model.max_input_tokens is null then
        perform ops.fail_argument('max_input_tokens', null);
    elsif v_model.kind = 'text' and v_model.max_output_tokens is null then
        perform ops.fail_argument('max_output_tokens', null);
    elsif v_model.kind = 'embedding' and p_max_output_tokens is not null then
        perform ops.fail('TH001', 'max_output_tokens', 'a model that embeds writes nothing');
    elsif v_model.kind = 'text' and exists (
        select from ai.prices p
        where
            p.provider = v_request.provider and p.model = v_request.model
            and (p.rates).output is null
            and coalesce(upper(p.effective), 'infinity') > clock_timestamp()
    ) then
        perform ops.fail('TH001', 'kind', 'the prices of the model have none for output');
    end if;

    insert into ai.models as m (
        provider, model, kind, max_input_tokens, max_output_tokens, may_reason, is_enabled
    )
    values (
        v_request.provider, v_request.model, v_model.kind, v_model.max_input_tokens,
        case when v_model.kind = 'text' then v_model.max_output_tokens end,
        coalesce(p_may_reason, v_model.may_reason, false),
        coalesce(p_is_enabled, v_model.is_enabled, true)
    )
    on conflict (provider, model) do update
    set
        kind = excluded.kind,
        max_input_tokens = excluded.max_input_tokens,
        max_output_tokens = excluded.max_output_tokens,
        may_reason = excluded.may_reason,
        is_enabled = excluded.is_enabled
    returning m.* into v_model;
    return v_model;
end
$$;

grant execute on function
    ai.set_model(text, text, bigint, bigint, text, boolean, boolean) to service_role;
comment on function ai.set_model(text, text, bigint, bigint, text, boolean, boolean) is
    'Adds a model, of which limits are needed, or changes one; what is null stays. Raises TH001 with the field.';
