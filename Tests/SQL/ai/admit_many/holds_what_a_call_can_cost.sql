-- A call holds its input by the estimate and its output by the cap, at most, and the answer says both.
begin;
select plan(9);

select tests.a_model('m') as model \gset
select tests.a_user(100) as user_id \gset
-- 1,000 / 2.5 + 1 part of 8 + 16 = 424 tokens of 1 USD a million, 1,000 of 10, 100 credits a dollar.
select a as admission from tests.admit(tests.model_call(:'user_id', 'm')) a \gset
select results_eq(
    format(
        'select (a).input_max, (a).output_cap, (a).output_max, (a).hold, (a).attempt, (a).user_id::text,'
        ' (a).error_code from (select %L::ai.admission as a) x', :'admission'
    ),
    format($$values (424::bigint, 1000, 1000::bigint, 1.0424, 1, %L, null::text)$$, :'user_id'),
    'estimate, cap and hold'
);
select is(tests.standing(:'user_id'), '98.9576 left, 1.0424 held', 'is held');
select is(
    (
        select format('%s %s %s', r.job_type, r.description, r.job_id = (:'admission'::ai.admission).call_id::text)
        from credits.reservations r
        where r.user_id = :'user_id'
    ),
    'ai_call m t', 'by a reservation that names it'
);
select is(
    (tests.admit(tests.model_call(:'user_id', 'm', '{"dense_bytes": 600, "job_type": "chat"}'))).input_max,
    784::bigint, 'dense bytes are a token each'
);
select is(
    (
        select string_agg(r.job_type, ', ' order by r.job_type collate "C")
        from credits.reservations r
        where r.user_id = :'user_id'
    ),
    'ai_call, chat', 'a chat says so'
);
select is(
    (tests.admit(tests.model_call(:'user_id', 'm', '{"candidates": 3}'))).output_max, 3000::bigint,
    'each candidate may be as long'
);
select is(
    (tests.admit(tests.model_call(:'user_id', 'm', '{"asked_output": null}'))).output_cap, 4096,
    'who does not say gets the default'
);
select is(
    (tests.admit(tests.model_call(:'user_id', 'm', '{"asked_output": null, "asked_thinking": 2000}'))).output_cap,
    6096, 'and what it thinks on top'
);
select is(
    (tests.admit(tests.model_call(:'user_id', 'm', '{"asked_output": 1000000}'))).output_cap, 50000,
    'no more than the model can'
);

select * from finish();
rollback;
