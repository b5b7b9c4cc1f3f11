-- A provider may give another tier than was asked for; it is charged by that, within the hold.
begin;
select plan(5);

select tests.a_user(100) as user_id \gset
select tests.a_model('m');
select tests.a_model('m', '{"input": 2, "output": 20}', p_tier => 'priority');
select is(
    tests.settled(
        tests.admit(tests.model_call(:'user_id', 'm', '{"service_tier": "priority"}')), '{"service_tier": "standard"}'
    ),
    '0.06 actual completed', 'a cheaper one'
);
select is(
    tests.settled(tests.admit(tests.model_call(:'user_id', 'm')), '{"service_tier": "priority"}'),
    '0.12 actual completed', 'a dearer one'
);
select is(
    tests.settled(
        tests.admit(tests.model_call(:'user_id', 'm')),
        '{"service_tier": "priority", "usage": {"input": 100, "output": 1000}}'
    ),
    '1.0424 actual completed capped', 'but not above the hold'
);
select is(
    tests.settled(tests.admit(tests.model_call(:'user_id', 'm')), '{"service_tier": "flex"}'),
    '0.06 actual completed', 'one without a price'
);
select is_empty('select * from ai.verify()', 'all can be recomputed');

select * from finish();
rollback;
