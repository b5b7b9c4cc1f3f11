-- A plan's limits are set, changed and lifted.
begin;
select plan(10);

select tests.a_model('m');
select ai.set_model_limit('free', 'openai', 'm', 100), ai.set_model_limit('free', 'openai', p_max_output_tokens => 0);
select set_eq(
    $$select concat_ws(' ', l.plan, l.model, l.max_input_tokens, '/', l.max_output_tokens) from ai.model_limits l$$,
    $$values ('free m 100 /'), ('free * / 0')$$, 'set'
);
select ai.set_model_limit('free', 'openai', 'm', 200, 20);
select is((select concat_ws(' ', l.max_input_tokens, l.max_output_tokens) from ai.model_limits l where l.model = 'm'), '200 20', 'changed');
select ai.set_model_limit('free', 'openai', 'm');
select is((select count(*) from ai.model_limits), 1::bigint, 'lifted');
select is(tests.refusal(format('select ai.set_model_limit(%s)', t.arguments)), t.refusal, t.arguments)
from (values
    ('''gold'', ''openai'', ''m'', 1', 'TH404 plan'), ('null, ''openai'', ''m'', 1', 'TH404 plan'),
    ('''free'', ''azure'', ''m'', 1', 'TH001 provider'), ('''free'', ''openai'', ''n'', 1', 'TH404 model'),
    ('''free'', ''openai'', null, 1', 'TH404 model'), ('''free'', ''openai'', ''m'', -1', 'TH001 max_input_tokens'),
    ('''free'', ''openai'', ''m'', 1, 1000000001', 'TH001 max_output_tokens')
) as t (arguments, refusal);

select * from finish();
rollback;
