-- Model, price and estimate, then what moves credits. The account is locked before any row of ours,
-- as settling does it.
create or replace function ai.decide(
    p_ordinality integer,
    p_request ai.call_request,
    p_user_id uuid,
    p_api_key_id uuid,
    p_settings ai.settings
)
returns ai.admission
language plpgsql
volatile
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
    v_call ai.calls;
    v_period text;
    v_code text;
    v_details text;
    v_hint text;
    v_admission ai.admission;
begin
    if p_request.operation in ('models', 'count_tokens') then
        v_admission.ordinality := p_ordinality;
        return v_admission;
    elsif
        p_request.operation not in (
            'chat_completions', 'responses', 'embeddings', 'messages', 'generate_content',
            'embed_content'
        )
    then
        return ai.refuse(p_ordinality, 'TH001', 'operation', 'operation is known');
    elsif (p_request.digest ~ '^[0-9a-fA-F]{64}$') is not true then
        return ai.refuse(p_ordinality, 'TH001', 'digest', 'digest is 64 hexadecimal digits');
    elsif p_request.paid_features <> '{}' then
        return ai.refuse(
            p_ordinality, 'TH420', left(array_to_string(p_request.paid_features, ', '), 200)
        );
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
        return ai.refuse(p_ordinality, 'TH404', 'model');
    elsif v_price.id is null then
        return ai.refuse(p_ordinality, 'TH420', 'service tier ' || p_request.service_tier);
    elsif v_model.kind = 'text' and (v_price.rates).output is null then
        return ai.refuse(p_ordinality, 'TH420', 'output');
    elsif p_request.caches_1h and (v_price.rates).cache_write_1h is null then
        return ai.refuse(p_ordinality, 'TH420', 'cache of 1 hour');
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
            return ai.refuse(p_ordinality, 'TH420', left(v_unpriced, 200));
        end if;
    end if;

    -- Even at 5 bytes a token it would be more than the model can read. Below that the provider
    -- knows better, and the model's limit is the most that it can be.
    v_limit := v_model.max_input_tokens * p_request.inputs;
    v_estimate := ai.estimate_input(p_request, v_media_tokens, p_settings);
    if v_estimate > 2 * v_limit then
        return ai.refuse(
            p_ordinality, 'TH421', 'input_tokens', format('the model reads at most %s tokens', v_limit)
        );
    end if;
    v_call.input_max := least(v_estimate, v_limit);
    v_output_limit := v_model.max_output_tokens;

    if v_found.has_limits then
        select min(l.max_input_tokens), least(min(l.max_output_tokens), v_output_limit)
        into strict v_limit, v_output_limit
        from ai.model_limits l
        where
            l.plan = billing.plan_of(p_user_id, v_at)
            and l.provider = v_model.provider and l.model in (v_model.model, '*');
        if v_call.input_max > v_limit then
            return ai.refuse(
                p_ordinality, 'TH421', 'input_tokens',
                format('the plan allows at most %s tokens', v_limit)
            );
        elsif v_output_limit = 0 then
            return ai.refuse(p_ordinality, 'TH451', 'plan', 'the plan does not include the model');
        end if;
    end if;

    v_call.output_max := 0;
    if v_model.kind = 'text' then
        v_call.output_cap := least(
            coalesce(
                p_request.asked_output, p_settings.default_output_tokens + p_request.asked_thinking
            ),
            v_output_limit
        );
        v_call.output_max := v_call.output_cap * p_request.candidates;
    end if;
    v_call.hold := least(
        ai.worst_cost(
            v_price, v_call.input_max, v_call.output_max,
            -- OpenAI's caches are written unasked.
            p_request.caches_5m or v_model.provider = 'openai', p_request.caches_1h,
            p_settings.credits_per_usd
        ),
        100000000000000
    );

    v_call.digest := decode(p_request.digest, 'hex');
    if p_request.retry > 0 then
        v_call := ai.join_call(v_call, p_request, p_user_id, p_api_key_id, p_settings, v_at);
    end if;
    if v_call.id is null then
        v_call.id := gen_random_uuid();
        v_call.attempt := 1;
        if v_found.has_budgets then
            v_period := ai.exceeded_budget(
                p_user_id, p_api_key_id, v_model.provider, v_model.model,
                v_call.hold, v_at
            );
            if v_period is not null then
                return ai.refuse(p_ordinality, 'TH451', 'budget ' || v_period);
            end if;
        end if;

        begin
            if v_call.hold > 10000000000000 then
                perform ops.fail('TH402');
            elsif v_call.hold > 0 then
                select r.id into strict v_call.reservation_id
                from credits.reserve(
                    p_user_id => p_user_id,
                    p_amount => v_call.hold,
                    p_job_type => p_request.job_type,
                    p_job_id => v_call.id::text,
                    p_ttl => p_settings.held_for,
                    p_description => v_model.model
                ) r;
            end if;

            insert into ai.calls (
                user_id, id, api_key_id, run_id, provider, model, operation, service_tier, price_id,
                credits_per_usd, reservation_id, hold, input_max, output_cap, output_max, digest,
                noted_at, created_at
            ) values (
                p_user_id, v_call.id, p_api_key_id, p_request.run_id,
                v_model.provider, v_model.model, p_request.operation, p_request.service_tier,
                v_price.id, p_settings.credits_per_usd, v_call.reservation_id, v_call.hold,
                v_call.input_max, v_call.output_cap, v_call.output_max, v_call.digest,
                clock_timestamp(), v_at
            );
        exception
            when sqlstate 'TH001' or sqlstate 'TH402' or sqlstate 'TH404' or sqlstate 'TH510' then
                get stacked diagnostics
                    v_code = returned_sqlstate,
                    v_details = pg_exception_detail,
                    v_hint = pg_exception_hint;
                return ai.refuse(p_ordinality, v_code, nullif(v_details, ''), nullif(v_hint, ''));
            when foreign_key_violation then
                return ai.refuse(p_ordinality, 'TH404', 'account');
            when integrity_constraint_violation then
                return ai.refuse(p_ordinality, 'TH510');
        end;
        if v_found.has_budgets then
            perform ai.move_budgets(
                p_user_id, p_api_key_id, v_model.provider, v_model.model, v_at,
                v_call.hold, 0
            );
        end if;
    end if;

    v_admission.ordinality := p_ordinality;
    v_admission.call_id := v_call.id;
    v_admission.attempt := v_call.attempt;
    v_admission.output_cap := v_call.output_cap;
    v_admission.output_max := v_call.output_max;
    v_admission.input_max := v_call.input_max;
    v_admission.hold := v_call.hold;
    return v_admission;
end
$$;

comment on function ai.decide(integer, ai.call_request, uuid, uuid, ai.settings) is
    'Decides on a request that may be made: by its model, price, limits, budgets and credits. Holds what it can cost, or joins the call that it is a retry of. Raises TH402 to itself.';
