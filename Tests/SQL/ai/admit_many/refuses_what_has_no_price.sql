-- What can't be priced is refused before the call, and holds nothing.
begin;
select plan(13);

select tests.a_user(100) as user_id \gset
select tests.a_model('m');
select tests.a_model('off');
update ai.models set is_enabled = false where model = 'off';
select tests.a_model('embeds', p_kind => 'embedding');
select tests.a_model('mute', '{"output": null}');
insert into ai.models (provider, model, kind, max_input_tokens, max_output_tokens)
values ('openai', 'unpriced', 'text', 1000, 1000), ('openai', 'planned', 'text', 1000, 1000);
insert into ai.prices (provider, model, rates, effective)
values (
    'openai', 'planned', row(1, null, null, null, 1, null, null)::ai.rates,
    tstzrange(now() + interval '1 day', null)
);
select is(tests.admitted(tests.model_call(:'user_id', c.model, c.facts)), c.outcome, c.outcome || ': ' || c.model)
from (
    values
        ('none', '{}'::jsonb, 'TH404 model'),
        ('off', '{}', 'TH404 model'),
        ('m', '{"provider": "google"}', 'TH404 model'),
        ('embeds', '{}', 'TH404 model'),
        ('m', '{"operation": "embeddings"}', 'TH404 model'),
        ('unpriced', '{}', 'TH420 service tier standard'),
        ('planned', '{}', 'TH420 service tier standard'),
        ('m', '{"service_tier": "flex"}', 'TH420 service tier flex'),
        ('mute', '{}', 'TH420 output'),
        ('m', '{"paid_features": ["web_search", "background"]}', 'TH420 web_search, background'),
        ('m', '{"media": {"image": 1, "audio": 1}}', 'TH420 audio'),
        ('m', '{"media": {"image": "many"}}', 'TH420 image')
) c (model, facts, outcome);
select is(tests.standing(:'user_id'), '100 left, 0 held', 'nothing is held');

select * from finish();
rollback;
