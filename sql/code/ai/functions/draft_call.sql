-- All that can be decided without a lock: nothing is written here.
create or replace function ai.draft_call(
    p_ordinality integer,
    p_request ai.call_request,
    p_user_id uuid,
    p_api_key_id uuid,
    p_settings ai.settings
)
returns ai.decision
language plpgsql
stable
security invoker
set search_path = pg_catalog, pg_temp
as $$
declare
    v_at timestamptz := clock_timestamp();
    v_found record;
    v_model ai.models;
    v_price ai.prices;
    v_limit bigint;
    v_output_limit bigint;
    v_media_tokens bigint := 0;
    v_unpriced text;
    v_estimate bigint;
    v_hold numeric;
    v_input_max bigint;
    v_output_cap integer;
    v_output_max bigint := 0;
    v_decision ai.decision;
begin
    if p_request.operation in ('models', 'count_tokens') then
        return v_decision;
    elsif
        p_request.operation not in (
            'chat_completions', 'responses', 'embeddings', 'messages', 'generate_content',
            'embed_content'
        )
    then
        v_decision.admission := ai.refuse(p_ordinality, 'TH001', 'operation', 'operation is known');
        return v_decision;
    elsif (p_request.digest ~ '^[0-9a-fA-F]{64}$') is not true then
        v_decision.admission := ai.refuse(p_ordinality, 'TH001', 'digest', 'digest is 64 hexadecimal digits');
        return v_decision;
    elsif p_request.paid_features <> '{}' then
        v_decision.admission := ai.refuse(
            p_ordinality, 'TH420', left(array_to_string(p_request.paid_features, ', '), 200)
        );
        return v_decision;
    end if;

    select
        m as model,
        p as price,
        exists (select from ai.model_limits) as has_limits,
        exists (
            select
            from ai.budgets b
            where
                (b.user_id is null or b.user_id = p_user_id)
                and (b.provider is null or b.provider = m.provider)
                and (b.model is null or b.model = m.model)
                and (b.api_key_id is null or b.api_key_id = p_api_key_id)
        ) as has_budgets
    into v_found
    from ai.models m
    left join ai.prices p
        on p.provider = m.provider and p.model = m.model
        and p.service_tier = p_request.service_tier and p.effective @> v_at
    where m.provider = p_request.provider and m.model = p_request.model and m.is_enabled;
    v_model := v_found.model;
    v_price := v_found.price;
    if
        v_model.model is null
        or (v_model.kind = 'embedding') <> (p_request.operation in ('embeddings', 'embed_content'))
    then
        v_decision.admission := ai.refuse(p_ordinality, 'TH404', 'model');
        return v_decision;
    elsif v_price.id is null then
        v_decision.admission := ai.refuse(p_ordinality, 'TH420', 'service tier ' || p_request.service_tier);
        return v_decision;
    elsif v_model.kind = 'text' and (v_price.rates).output is null then
        v_decision.admission := ai.refuse(p_ordinality, 'TH420', 'output');
        return v_decision;
    elsif
        -- Others write them for nothing, unless a rate says otherwise.
        p_request.caches_1h and v_model.provider = 'anthropic'
        and (v_price.rates).cache_write_1h is null
    then
        v_decision.admission := ai.refuse(p_ordinality, 'TH420', 'cache of 1 hour');
        return v_decision;
    end if;

    if p_request.media <> '{}' then
        select
            coalesce(sum(least(greatest(k.number, 0), 1000000) * t.tokens), 0),
            min(k.kind) filter (where t.tokens is null or k.number is null)
        into strict v_media_tokens, v_unpriced
        from (
            select
                e.key as kind,
                case when jsonb_typeof(e.value) = 'number' then e.value::numeric end as number
            from jsonb_each(p_request.media) e
        ) k
        left join ai.media_tokens t on t.provider = p_request.provider and t.kind = k.kind
        where k.number is distinct from 0;
        if v_unpriced is not null then
            v_decision.admission := ai.refuse(p_ordinality, 'TH420', left(v_unpriced, 200));
            return v_decision;
        end if;
    end if;

    -- Even at 5 bytes a token it would be more than the model can read. Below that the provider
    -- knows better, and the model's limit is the most that it can be.
    v_limit := v_model.max_input_tokens * p_request.inputs;
    v_estimate := ai.estimate_input(p_request, v_media_tokens, p_settings);
    if v_estimate > 2 * v_limit then
        v_decision.admission := ai.refuse(
            p_ordinality, 'TH421', 'input_tokens',
            format('the model reads at most %s tokens', v_limit)
        );
        return v_decision;
    end if;
    v_input_max := least(v_estimate, v_limit);
    v_output_limit := v_model.max_output_tokens;

    if v_found.has_limits then
        select min(l.max_input_tokens), least(min(l.max_output_tokens), v_output_limit)
        into strict v_limit, v_output_limit
        from ai.model_limits l
        where
            l.plan = billing.plan_of(p_user_id, v_at)
            and l.provider = v_model.provider and l.model in (v_model.model, '*');
        if v_input_max > v_limit then
            v_decision.admission := ai.refuse(
                p_ordinality, 'TH421', 'input_tokens',
                format('the plan allows at most %s tokens', v_limit)
            );
            return v_decision;
        elsif v_output_limit = 0 then
            v_decision.admission := ai.refuse(
                p_ordinality, 'TH451', 'plan', 'the plan does not include the model'
            );
            return v_decision;
        end if;
    end if;

    if v_model.kind = 'text' then
        v_output_cap := least(
            coalesce(
                p_request.asked_output, p_settings.default_output_tokens + p_request.asked_thinking
            ),
            v_output_limit
        );
        v_output_max := v_output_cap * p_request.candidates;
    end if;
    v_hold := ai.worst_cost(
        v_price, v_input_max, v_output_max,
        -- OpenAI's caches are written unasked.
        p_request.caches_5m or v_model.provider = 'openai', p_request.caches_1h,
        p_settings.credits_per_usd
    );
    if v_hold > 10000000000000 then
        -- More than any account can have, or any reservation hold.
        v_decision.admission := ai.refuse(p_ordinality, 'TH402');
        return v_decision;
    end if;

    v_decision.draft := row(
        p_ordinality,
        -- In the order of the table's columns.
        row(
            p_user_id, gen_random_uuid(), p_api_key_id, p_request.run_id, v_model.provider, v_model.model,
            p_request.operation, p_request.service_tier, v_price.id, p_settings.credits_per_usd,
            null, v_hold, v_input_max, v_output_cap, v_output_max, decode(p_request.digest, 'hex'),
            1, '{}', v_at, false, 0, null, null, null, null, null, null,
            null, null, null, null, false, false, null, null, null, null, null, v_at, null
        )::ai.calls,
        p_request.job_type, p_settings.held_for, p_settings.tries_max, p_settings.retried_within,
        p_request.retry > 0, v_found.has_budgets
    )::ai.draft;
    return v_decision;
end
$$;

comment on function ai.draft_call(integer, ai.call_request, uuid, uuid, ai.settings) is
    'Decides on a request by its model, price and limits: the call that it would be, with its hold, or a refusal; neither for what is free of charge.';
