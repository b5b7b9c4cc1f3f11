-- A new model needs limits; of one that is there, only what is named changes.
-- Alone: tables are locked that others insert into.
begin;
select plan(14);

create function pg_temp.model(p_arguments text) returns text language plpgsql as $$
declare
    v_result text;
begin
    execute format(
        'select concat_ws('' '', kind, max_input_tokens, max_output_tokens, may_reason, is_enabled) from ai.set_model(''openai'', %s)',
        p_arguments
    ) into v_result;
    return v_result;
end
$$;

select is(pg_temp.model($$'a', 1000, 100$$), 'text 1000 100 f t', 'new');
select is(pg_temp.model($$'a', p_is_enabled => false$$), 'text 1000 100 f f', 'switched off');
select is(pg_temp.model($$'a', p_max_output_tokens => 50, p_may_reason => true$$), 'text 1000 50 t f', 'limited');
select is(pg_temp.model($$'e', 1000, p_kind => 'embedding'$$), 'embedding 1000 f t', 'one that embeds');
select is(tests.refusal(format('select ai.set_model(%s)', t.arguments)), t.refusal, t.arguments)
from (values
    ('''openai'', ''b''', 'TH001 max_input_tokens'), ('''openai'', ''b'', 1000', 'TH001 max_output_tokens'),
    ('''openai'', ''b'', 0, 1', 'TH001 max_input_tokens'), ('''openai'', ''b'', 1, 1000000001', 'TH001 max_output_tokens'),
    ('''openai'', ''e'', p_max_output_tokens => 5', 'TH001 max_output_tokens'),
    ('''openai'', ''b'', 1, 1, ''image''', 'TH001 kind'), ('''x'', ''b'', 1, 1', 'TH001 provider'),
    ('null, ''b'', 1, 1', 'TH001 provider'), ('''openai'', null, 1, 1', 'TH001 model')
) as t (arguments, refusal);
select ai.set_price('openai', 'e', 1);
select is(
    tests.refusal($$select ai.set_model('openai', 'e', 1, 1, 'text')$$), 'TH001 kind', 'what it writes would be free'
);

select * from finish();
rollback;
