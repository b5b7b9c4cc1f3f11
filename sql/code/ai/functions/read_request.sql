-- What is missing counts as nothing of it; a fault is named, not raised.
create or replace function ai.read_request(p_item jsonb)
returns ai.reading
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
    v_request ai.call_request;
    v_field text;
    v_rule text;
    v_reading ai.reading;
begin
    begin
        v_request := jsonb_populate_record(c_defaults, p_item);
    exception
        when data_exception or check_violation or not_null_violation then
            get stacked diagnostics v_field = pg_datatype_name, v_rule = constraint_name;
            v_field := coalesce(nullif(v_field, ''), 'item');
            v_rule := coalesce(replace(nullif(v_rule, ''), '_', ' '), 'item is as it should be');
            v_reading.field := v_field;
            v_reading.rule := v_rule;
            return v_reading;
    end;

    if
        num_nulls(
            v_request.service_tier, v_request.retry, v_request.text_bytes, v_request.dense_bytes,
            v_request.parts, v_request.inputs, v_request.candidates, v_request.asked_thinking,
            v_request.caches_5m, v_request.caches_1h, v_request.paid_features,
            nullif(v_request.media, 'null')
        ) > 0
    then
        -- A null in JSON overrides a default.
        v_request.service_tier := coalesce(v_request.service_tier, 'standard');
        v_request.retry := coalesce(v_request.retry, 0);
        v_request.text_bytes := coalesce(v_request.text_bytes, 0);
        v_request.dense_bytes := coalesce(v_request.dense_bytes, 0);
        v_request.parts := coalesce(v_request.parts, 0);
        v_request.inputs := coalesce(v_request.inputs, 1);
        v_request.candidates := coalesce(v_request.candidates, 1);
        v_request.asked_thinking := coalesce(v_request.asked_thinking, 0);
        v_request.caches_5m := coalesce(v_request.caches_5m, false);
        v_request.caches_1h := coalesce(v_request.caches_1h, false);
        v_request.paid_features := coalesce(v_request.paid_features, '{}');
        v_request.media := coalesce(nullif(v_request.media, 'null'), '{}');
    end if;

    v_field := case
        when v_request.provider is null then 'provider'
        when v_request.operation is null then 'operation'
        when v_request.text_bytes not between 0 and 1000000000 then 'text_bytes'
        when v_request.dense_bytes not between 0 and v_request.text_bytes then 'dense_bytes'
        when v_request.parts not between 0 and 10000000 then 'parts'
        when v_request.inputs not between 1 and 100000 then 'inputs'
        when v_request.candidates not between 1 and 128 then 'candidates'
        when v_request.asked_output < 1 then 'max_tokens'
        when jsonb_typeof(v_request.media) <> 'object' then 'media'
    end;
    if v_field is null then
        if v_request.asked_output > 1000000000 then
            v_request.asked_output := 1000000000;
        end if;
        -- Less than none is a provider's word for as many as it likes.
        v_request.asked_thinking := least(greatest(v_request.asked_thinking, 0), 1000000000);
        v_reading.request := v_request;
        return v_reading;
    end if;
    v_rule := case v_field
        when 'provider' then 'provider is required'
        when 'operation' then 'operation is required'
        when 'max_tokens' then 'max tokens is at least 1'
        else replace(v_field, '_', ' ') || ' is within its bounds'
    end;
    v_reading.field := v_field;
    v_reading.rule := v_rule;
    return v_reading;
end
$$;

comment on function ai.read_request(jsonb) is
    'Reads what an item of ai.admit_many says of its request: the request, or the field that is at fault and the rule that it breaks.';
