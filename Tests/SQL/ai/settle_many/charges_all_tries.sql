-- What each try used is charged with the last one, once, and all of it within the one hold.
begin;
select plan(11);

select tests.a_user(100) as user_id \gset
select tests.a_model('m');
update ops.rate_classes set is_enabled = false;
create function tests.tries(p_item jsonb, p_count integer) returns ai.admission[] language sql volatile as $$
    select array_agg(tests.admit(p_item || jsonb_build_object('retry', i - 1)) order by i)
    from generate_series(1, p_count) i
$$;
select tests.tries(tests.model_call(:'user_id', 'm'), 2) as tries \gset
select is(tests.settled((:'tries'::ai.admission[])[1], '{"outcome": "client_gone"}'), 'client_gone', 'the first try ends');
select is(tests.settled((:'tries'::ai.admission[])[1], '{"outcome": "client_gone"}'), 'client_gone', 'twice');
select is(tests.standing(:'user_id'), '98.9576 left, 1.0424 held', 'while the call goes on');
select is(tests.settled((:'tries'::ai.admission[])[2]), '0.12 estimated completed', 'both are charged');
select is(tests.settled((:'tries'::ai.admission[])[1]), '0.12 estimated completed', 'the first is over');

select tests.tries(tests.model_call(:'user_id', 'm'), 2) as tries \gset
select tests.settled((:'tries'::ai.admission[])[1], '{"outcome": "unreachable", "has_output": false, "usage": null}');
select is(tests.settled((:'tries'::ai.admission[])[2]), '0.06 actual completed', 'a try that came to nothing is free');

select tests.tries(tests.model_call(:'user_id', 'm'), 3) as tries \gset
select tests.settled((:'tries'::ai.admission[])[2], '{"outcome": "cut"}');
select tests.settled((:'tries'::ai.admission[])[1], '{"usage": {"input": 1, "output": 900}}');
select is(
    tests.settled((:'tries'::ai.admission[])[3], '{"outcome": "refused", "has_output": false}'),
    '0.9601 estimated refused', 'what earlier tries used is charged whatever becomes of the last'
);

select tests.tries(tests.model_call(:'user_id', 'm'), 2) as tries \gset
select is(
    (
        select string_agg(concat_ws(' ', s.ordinality, s.charge, s.outcome, s.is_capped), ', ' order by s.ordinality)
        from ai.settle_many(
            (
                select jsonb_agg(
                    jsonb_build_object(
                        'user_id', t.user_id, 'call_id', t.call_id, 'attempt', t.attempt, 'outcome', 'completed',
                        'has_output', true, 'usage_is_final', true, 'usage', '{"input": 1, "output": 900}'::jsonb
                    )
                    order by t.attempt desc
                )
                from unnest(:'tries'::ai.admission[]) t
            )
        ) s
    ),
    '1 1.0424 completed t, 2 completed', 'both at once, within the hold'
);
select ok(tests.standing(:'user_id') like '% left, 0 held', 'nothing is held');
select is(
    (select count(*) from credits.reservations r where r.user_id = :'user_id'), 4::bigint, 'one hold a call'
);
select is_empty('select * from ai.verify()', 'all can be recomputed');

select * from finish();
rollback;
