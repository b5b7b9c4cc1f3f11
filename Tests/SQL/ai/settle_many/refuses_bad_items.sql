-- An item that names no call of its user is refused alone, and nothing changes for the other.
begin;
select plan(12);

select tests.a_user(100) as user_id \gset
select tests.a_user(100) as other_id \gset
select tests.a_model('m');
select a as admission from tests.admit(tests.model_call(:'user_id', 'm')) a \gset
select is(tests.settled(:'admission', c.facts), c.outcome, c.facts::text)
from (
    values
        ('{"user_id": null}'::jsonb, 'TH001'), ('{"user_id": "x"}', 'TH001'), ('{"call_id": null}', 'TH001'),
        ('{"attempt": 0}', 'TH001'), ('{"attempt": 2}', 'TH001'), ('{"outcome": "abandoned"}', 'TH001'),
        ('{"outcome": null}', 'TH001'), (jsonb_build_object('user_id', :'other_id'), 'TH404'),
        (jsonb_build_object('call_id', gen_random_uuid()), 'TH404')
) c (facts, outcome);
select is(
    (select string_agg(s.error_code, ', ') from ai.settle_many('[1, null, {}, []]') s),
    'TH001, TH001, TH001, TH001', 'what is no item'
);
select is(tests.refusal('select ai.settle_many(null)'), 'TH001 items', 'what is no batch');
select is(
    tests.standing(:'user_id') || '; ' || tests.standing(:'other_id'), '98.9576 left, 1.0424 held; 100 left, 0 held',
    'nothing happened'
);

select * from finish();
rollback;
