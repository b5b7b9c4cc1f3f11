-- What is no price is refused with the field.
-- Alone: tables are locked that others insert into.
begin;
select plan(28);

select tests.a_model('m'), tests.a_model('e', p_kind => 'embedding');
select is(
    tests.refusal(format('select ai.set_price(''openai'', ''m'', %s)', t.arguments)), t.refusal, t.arguments
)
from (values
    ('null, 1', 'TH001 input'), ('1', 'TH001 output'), ('''NaN'', 1', 'TH001 input'), ('-1, 1', 'TH001 input'),
    ('''Infinity'', 1', 'TH001 input'), ('1, ''-Infinity''', 'TH001 output'), ('1, 1000000001', 'TH001 output'),
    ('0.00000000001, 1', 'TH001 input'), ('1e-16383, 1', 'TH001 input'), ('1, 1, ''NaN''', 'TH001 cached_input'),
    ('1, 1, p_request => -1', 'TH001 request'), ('1, 1, p_reasoning => ''NaN''', 'TH001 reasoning'),
    ('1, 1, p_service_tier => ''fast''', 'TH001 service_tier'), ('1, 1, p_service_tier => null', 'TH001 service_tier'),
    ('1, 1, p_above_input => 1', 'TH001 above_input'), ('1, 1, p_above_reasoning => 1', 'TH001 above_reasoning'),
    ('1, 1, p_above_input_tokens => 1', 'TH001 above_input'),
    ('1, 1, p_above_input_tokens => 1, p_above_input => 1', 'TH001 above_output'),
    ('1, 1, p_above_input_tokens => 0, p_above_input => 1, p_above_output => 1', 'TH001 above_input_tokens'),
    ('1, 1, p_above_input_tokens => 9223372036854775807, p_above_input => 1, p_above_output => 1', 'TH001 above_input_tokens'),
    ('1, 1, p_effective_at => ''infinity''', 'TH001 effective_at'),
    ('1, 1, p_effective_at => ''-infinity''', 'TH001 effective_at')
) as t (arguments, refusal);
select is(tests.refusal(format('select ai.set_price(%s, 1, 1)', t.names)), t.refusal, t.names)
from (values
    ('''azure'', ''m''', 'TH001 provider'), ('''openai'', ''a b''', 'TH001 model'), ('''openai'', ''n''', 'TH404 model'),
    ('''google'', ''m''', 'TH404 model'), ('null, null', 'TH404 model')
) as t (names, refusal);
select is(((ai.set_price('openai', 'e', 1)).rates)::text, '(1,,,,,,)', 'what embeds needs no price for output');

select * from finish();
rollback;
