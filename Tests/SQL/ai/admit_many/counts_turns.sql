-- So many calls a minute, counted also when they are refused afterwards, and not when they aren't let in.
begin;
select plan(8);

select tests.a_model('m');
select tests.a_user(1) as user_id \gset
update ops.rates set requests = 3 where class = 'model_calls';
create function tests.turned(p_item jsonb) returns text language sql volatile as $$
    select concat_ws(' | ', coalesce(a.error_code, 'admitted'), a.rate_policy, a.rate_state)
    from tests.admit(p_item) a
$$;
select is(
    tests.turned(tests.model_call(:'user_id', 'none')),
    'TH404 | "model_calls";q=3;w=60 | "model_calls";r=2;t=20', 'a refusal is counted'
);
update ai.settings set is_enabled = false;
select is(tests.turned(tests.model_call(:'user_id', 'm')), 'TH503', 'the kill switch comes first');
update ai.settings set is_enabled = true;
select is(
    tests.turned(tests.model_call(:'user_id', 'm')),
    'TH402 | "model_calls";q=3;w=60 | "model_calls";r=1;t=40', 'one without credits is counted'
);
select is(
    tests.turned(tests.model_call(:'user_id', 'm', '{"operation": "models", "model": null}')),
    'admitted | "model_calls";q=3;w=60 | "model_calls";r=0;t=60', 'one that is free, too'
);
select is(
    tests.turned(tests.model_call(:'user_id', 'm')), 'TH429 | "model_calls";q=3;w=60', 'no more'
);
select is(
    (tests.admit(tests.model_call(:'user_id', 'm'))).details, '20', 'for so many seconds'
);
select is(
    (
        select count(*) filter (where a.error_code = 'TH429')
        from ai.admit_many(
            (
                select jsonb_agg(tests.model_call(:'user_id', 'm'))
                from generate_series(1, 5)
            )
        ) a
    ),
    5::bigint, 'not in a batch either'
);
select tests.a_user(1) as other_id \gset
select is(
    tests.admitted(tests.model_call(:'other_id', 'm', '{"asked_output": 10}')), 'admitted', 'others may'
);

select * from finish();
rollback;
