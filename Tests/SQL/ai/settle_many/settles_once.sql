-- Again, or together, or after the sweep: the first counts, and the others hear what it was.
begin;
select plan(7);

select tests.a_user(100) as user_id \gset
select tests.a_model('m');
select a as admission from tests.admit(tests.model_call(:'user_id', 'm')) a \gset
select is(tests.settled(:'admission', '{"outcome": "cut"}'), '0.06 actual cut', 'first');
select is(tests.settled(:'admission'), '0.06 actual cut', 'again');
select is(tests.settled(:'admission', '{"outcome": "refused", "has_output": false}'), '0.06 actual cut', 'otherwise');
select a as admission from tests.admit(tests.model_call(:'user_id', 'm')) a \gset
select is(
    (
        select string_agg(concat_ws(' ', s.ordinality, s.charge, s.outcome), ', ' order by s.ordinality)
        from (
            select jsonb_build_object(
                'user_id', :'user_id', 'call_id', (:'admission'::ai.admission).call_id, 'attempt', 1,
                'outcome', 'completed', 'usage', '{"input": 100}'::jsonb, 'usage_is_final', true
            ) as item
        ) i
        cross join lateral ai.settle_many(
            jsonb_build_array(
                i.item, i.item || '{"outcome": "refused"}',
                i.item || jsonb_build_object('call_id', upper(i.item ->> 'call_id'))
            )
        ) s
    ),
    '1 0.01 completed, 2 0.01 completed, 3 0.01 completed', 'thrice in a batch'
);
select a as admission from tests.admit(tests.model_call(:'user_id', 'm')) a \gset
update ai.calls set noted_at = noted_at - interval '2 minutes', created_at = created_at - interval '2 minutes';
select is(ai.settle_abandoned(), 1, 'swept');
select is(tests.settled(:'admission'), '0 abandoned', 'too late');
select is(tests.standing(:'user_id'), '99.93 left, 0 held', 'charged once each');

select * from finish();
rollback;
