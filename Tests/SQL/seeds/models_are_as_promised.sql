-- The seeds bring models with prices; what an operator has changed stays when they run again.
begin;
select plan(9);

\ir ../../../sql/seeds/ai_prices.sql
select results_eq(
    $$select m.provider::text collate "default", m.kind, count(*) from ai.models m group by 1, 2 order by 1, 2$$,
    $$values ('anthropic', 'text', 19::bigint), ('google', 'embedding', 2), ('google', 'text', 12),
        ('openai', 'embedding', 2), ('openai', 'text', 29)$$,
    'models'
);
select is_empty(
    $$select m.model from ai.models m
    where not exists (
        select from ai.prices p
        where p.provider = m.provider and p.model = m.model and p.service_tier = 'standard'
            and p.effective @> clock_timestamp()
            and ((p.rates).output > 0 or m.kind = 'embedding') and (p.rates).input > 0
    )$$,
    'each has a price'
);
select is(
    (
        select format('%s; %s %s', p.rates, p.above_input_tokens, p.rates_above)
        from ai.prices p where p.model = known.model and p.service_tier = known.tier
    ),
    known.rates,
    format('%s %s', known.model, known.tier)
)
from (values
    ('gpt-5', 'standard', '(1.25,0.125,,,10,,);  '),
    ('gpt-4o-mini', 'batch', '(0.075,,,,0.3,,);  '),
    ('claude-sonnet-4-5', 'standard', '(3,0.3,3.75,6,15,,);  '),
    ('gemini-2.5-pro', 'standard', '(1.25,0.125,,,10,,); 200000 (2.5,0.25,,,15,,)'),
    ('text-embedding-3-small', 'standard', '(0.02,,,,0,,);  ')
) as known (model, tier, rates);

update ai.models set is_enabled = false, max_output_tokens = 100 where model = 'gpt-5';
select ai.set_price('openai', 'gpt-5', 2, 20);
\ir ../../../sql/seeds/ai_prices.sql
select is(
    (select format('%s %s', m.is_enabled, m.max_output_tokens) from ai.models m where m.model = 'gpt-5'),
    'f 100', 'models stay'
);
select is(
    (
        select (p.rates).input::numeric from ai.prices p
        where p.model = 'gpt-5' and p.service_tier = 'standard' and p.effective @> clock_timestamp()
    ),
    2::numeric, 'prices stay'
);

select * from finish();
rollback;
