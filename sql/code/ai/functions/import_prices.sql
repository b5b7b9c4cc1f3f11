-- Of each model as much is taken as stands for text; a model whose answers, or whose every call, cost
-- something else besides is left out, since its calls would be charged too little.
-- Race: two imports at once would end the same price; the table's lock lets them in one by one, and
-- doesn't keep calls from being priced.
-- Definer because callers have no right on the tables.
create or replace function ai.import_prices(p_document jsonb, p_at timestamptz default now())
returns setof ai.imported_price
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    c_priced constant text :=
        '^(input_cost_per_token|output_cost_per_token|output_cost_per_reasoning_token'
        '|cache_read_input_token_cost|cache_creation_input_token_cost(_above_(1|12)hr)?'
        '|input_cost_per_request)(_above_[0-9]{1,6}k_tokens)?(_(flex|priority|batches))?$';
    c_fee constant text := '(^|_)cost(_|$)';
    v_at timestamptz;
    v_entry record;
    v_tier record;
    v_price text;
    v_above text;
    v_rates_above ai.rates;
    v_result ai.imported_price;
begin
    if not coalesce(jsonb_typeof(p_document) = 'object', false) then
        perform ops.fail('TH001', 'document', 'document is an object with an entry for each model');
    elsif not coalesce(isfinite(p_at), false) then
        perform ops.fail('TH001', 'at', 'at is a time');
    elsif p_at < now() then
        -- What was charged by a price names it, so the past stays as it was.
        perform ops.fail('TH001', 'at', 'at is not in the past');
    end if;
    perform ai.check_price_file(p_document, c_priced);

    lock table ai.prices in share row exclusive mode;
    v_at := greatest(p_at, clock_timestamp());

    for v_entry in
        select distinct on (e.provider, e.model)
            e.*,
            (
                select array_agg(distinct t[1])
                from jsonb_object_keys(e.entry) k (name)
                cross join lateral regexp_matches(k.name, c_priced) p
                cross join lateral regexp_matches(k.name, '_above_([0-9]+)k_tokens') t
            ) as thresholds,
            (
                select string_agg(distinct k.name, ', ' order by k.name)
                from jsonb_each(e.entry) f
                cross join lateral regexp_replace(
                    regexp_replace(f.key, '_(flex|priority|batches)$', ''),
                    '^.*_(?:token|cost|hr|tokens|request)_(?!cost$|tokens$)([a-z]+)$', 'the tier \1'
                ) k (name)
                where f.key ~ c_fee and f.key !~ c_priced and f.value not in ('null', '0')
            ) as left_out
        from ai.entries_of_price_file(p_document) e
        -- A few stand there under two names.
        order by e.provider, e.model, e.is_prefixed desc
    loop
        v_result := row(v_entry.provider, v_entry.model, 'skipped', null);
        v_result.reason := case
            when v_entry.model !~ '^[A-Za-z0-9][A-Za-z0-9._:@/-]{0,127}$'
                then 'is no name of a model'
            when v_entry.model ~ '^ft:' then 'stands for models that are fine-tuned'
            when v_entry.model ~ '(^|-)(search|deep-research)(-|$)'
                then 'searches in every call, for a fee'
            when v_entry.left_out ~ '(^| )output_'
                then 'answers in more than text: ' || v_entry.left_out
            when v_entry.entry ->> 'input_cost_per_token' is null
                or (v_entry.kind = 'text' and v_entry.entry ->> 'output_cost_per_token' is null)
                then 'has no price for text'
            when (v_entry.entry ->> 'input_cost_per_token')::numeric = 0
                and coalesce((v_entry.entry ->> 'output_cost_per_token')::numeric, 0) = 0
                then 'costs nothing, or what it costs is not known'
            when v_entry.entry ->> 'max_input_tokens' is null
                or (v_entry.kind = 'text' and v_entry.entry ->> 'max_output_tokens' is null)
                then 'has no limits'
            when cardinality(v_entry.thresholds) > 1 then 'has more than one threshold'
        end;
        if v_result.reason is not null then
            return next v_result;
            continue;
        end if;

        v_result.action := ai.put_model(
            v_entry.provider, v_entry.model, v_entry.kind,
            (v_entry.entry ->> 'max_input_tokens')::numeric::bigint,
            case
                when v_entry.kind = 'text'
                    then (v_entry.entry ->> 'max_output_tokens')::numeric::bigint
            end,
            v_entry.kind = 'text' and coalesce(
                v_entry.entry -> 'supports_reasoning' = 'true'
                or v_entry.entry ->> 'output_cost_per_reasoning_token' is not null,
                false
            )
        );
        v_above := '_above_' || v_entry.thresholds[1] || 'k_tokens';
        for v_tier in
            select t.service_tier, t.suffix
            from (
                values
                    ('standard', ''), ('flex', '_flex'), ('priority', '_priority'),
                    ('batch', '_batches')
            ) t (service_tier, suffix)
            where
                v_entry.entry ->> ('input_cost_per_token' || t.suffix) is not null
                and (
                    v_entry.kind = 'embedding'
                    or v_entry.entry ->> ('output_cost_per_token' || t.suffix) is not null
                )
        loop
            v_rates_above := null;
            if
                v_entry.entry ->> ('input_cost_per_token' || v_above || v_tier.suffix) is not null
                and (
                    v_entry.kind = 'embedding'
                    or v_entry.entry ->> ('output_cost_per_token' || v_above || v_tier.suffix)
                        is not null
                )
            then
                v_rates_above := ai.imported_rates(v_entry.entry, v_above || v_tier.suffix);
            elsif
                -- A tier that says nothing of long inputs isn't known to be as cheap for them.
                v_entry.entry ->> ('input_cost_per_token' || v_above) is not null
            then
                v_result.reason := concat_ws(
                    ', ', v_result.reason,
                    format(
                        'the tier %s, which has no price%s',
                        v_tier.service_tier, replace(v_above, '_', ' ')
                    )
                );
                continue;
            end if;
            v_price := ai.put_price(
                v_entry.provider, v_entry.model, v_tier.service_tier,
                ai.imported_rates(v_entry.entry, v_tier.suffix),
                case
                    when v_rates_above is distinct from null
                        then v_entry.thresholds[1]::bigint * 1000
                end,
                v_rates_above, v_at
            );
            if v_price <> 'unchanged' and v_result.action = 'unchanged' then
                v_result.action := 'changed';
            end if;
        end loop;
        v_result.reason :=
            'without ' || nullif(concat_ws(', ', v_entry.left_out, v_result.reason), '');
        return next v_result;
    end loop;
    if not found then
        perform ops.fail(
            'TH001', 'document',
            'document has an entry with litellm_provider openai, anthropic or gemini'
        );
    end if;
end
$$;
grant execute on function ai.import_prices(jsonb, timestamptz) to service_role;
comment on function ai.import_prices(jsonb, timestamptz) is
    'Takes models, their limits and prices from LiteLLM''s price file, from p_at on; answers a row for each model of OpenAI, Anthropic and Google that writes or embeds. Prices that are equal stay, as do models and tiers that the file doesn''t name. Raises TH001 with the field: at, document or the entry''s key.';
