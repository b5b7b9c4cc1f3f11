-- What is missing counts as nothing of it; a fault is named, not raised.
create or replace function ai.read_request(
    p_item jsonb,
    out request ai.call_request,
    out field text,
    out rule text
)
language plpgsql
immutable
security invoker
set search_path = pg_catalog, pg_temp
as $$
declare
    c_defaults constant ai.call_request := row(
        null, null, null, 'standard', 0, null, 0, 0, 0, '{}', 1, null, 1, 0, false, false, '{}',
        'ai_call', null
    );
begin
    begin
        request := jsonb_populate_record(c_defaults, p_item);
    exception
        when data_exception or check_violation or not_null_violation then
            get stacked diagnostics field = pg_datatype_name, rule = constraint_name;
            field := coalesce(nullif(field, ''), 'item');
            rule := coalesce(replace(nullif(rule, ''), '_', ' '), 'item is as it should be');
            return;
    end;

    -- A null in JSON overrides a default.
    request.service_tier := coalesce(request.service_tier, 'standard');
    request.retry := coalesce(request.retry, 0);
    request.text_bytes := coalesce(request.text_bytes, 0);
    request.dense_bytes := coalesce(request.dense_bytes, 0);
    request.parts := coalesce(request.parts, 0);
    request.inputs := coalesce(request.inputs, 1);
    request.candidates := coalesce(request.candidates, 1);
    request.asked_thinking := coalesce(request.asked_thinking, 0);
    request.caches_5m := coalesce(request.caches_5m, false);
    request.caches_1h := coalesce(request.caches_1h, false);
    request.paid_features := coalesce(request.paid_features, '{}');
    request.media := coalesce(nullif(request.media, 'null'), '{}');

    case
        when request.provider is null then
            field := 'provider';
        when request.operation is null then
            field := 'operation';
        when request.text_bytes not between 0 and 1000000000 then
            field := 'text_bytes';
        when request.dense_bytes not between 0 and request.text_bytes then
            field := 'dense_bytes';
        when request.parts not between 0 and 10000000 then
            field := 'parts';
        when request.inputs not between 1 and 100000 then
            field := 'inputs';
        when request.candidates not between 1 and 128 then
            field := 'candidates';
        when request.asked_output < 1 then
            field := 'max_tokens';
        when jsonb_typeof(request.media) <> 'object' then
            field := 'media';
        else
            if request.asked_output > 1000000000 then
                request.asked_output := 1000000000;
            end if;
            -- Less than none is a provider's word for as many as it likes.
            request.asked_thinking := least(greatest(request.asked_thinking, 0), 1000000000);
            return;
    end case;
    rule := case field
        when 'provider' then 'provider is required'
        when 'operation' then 'operation is required'
        when 'max_tokens' then 'max tokens is at least 1'
        else replace(field, '_', ' ') || ' is within its bounds'
    end;
end
$$;

comment on function ai.read_request(jsonb) is
    'Reads what an item of ai.admit_many says of its request: the request, or the field that is at fault and the rule that it breaks.';
