-- Lists of models and counts of tokens hold nothing and leave no receipt; a model whose price is zero
-- leaves one, without a reservation.
begin;
select plan(7);

select tests.a_model('gratis', '{"input": 0, "output": 0}');
select tests.a_user() as user_id \gset
select is(
    tests.admitted(tests.model_call(:'user_id', 'm', c.facts)), 'admitted', c.facts::text
)
from (
    values ('{"operation": "models", "model": null}'::jsonb),
        ('{"operation": "count_tokens", "provider": "anthropic", "model": "x"}')
) c (facts);
select is_empty(format('select from ai.calls where user_id = %L', :'user_id'), 'no receipt');
select a as admission from tests.admit(tests.model_call(:'user_id', 'gratis')) a \gset
select is((:'admission'::ai.admission).hold, 0::numeric, 'a price of zero');
select is_empty(format('select from credits.reservations where user_id = %L', :'user_id'), 'no reservation');
select is(tests.settled(:'admission'), '0 actual completed', 'is settled');
select is(tests.standing(:'user_id'), '0 left, 0 held', 'for nothing');

select * from finish();
rollback;
