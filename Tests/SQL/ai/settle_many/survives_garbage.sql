-- Whatever a provider says, the call is settled; usage that can't be read is none.
begin;
select plan(22);

select tests.a_user(1000) as user_id \gset
update ops.rate_classes set is_enabled = false;
select tests.a_model('m');
select is(
    tests.settled(tests.admit(tests.model_call(:'user_id', 'm')), c.ending), c.outcome, left(c.ending::text, 80)
)
from (
    values
        ('{"usage": {"input": 1.5}}'::jsonb, '0.1224 estimated completed'),
        ('{"usage": {"input": "100"}}', '0.1224 estimated completed'),
        ('{"usage": {"input": "NaN"}}', '0.1224 estimated completed'),
        ('{"usage": {"input": {}}}', '0.1224 estimated completed'),
        ('{"usage": []}', '0.1224 estimated completed'), ('{"usage": "x"}', '0.1224 estimated completed'),
        ('{"usage": {"input": 100, "output": 50, "other": "x"}}', '0.06 actual completed'),
        ('{"usage_is_final": "yes"}', '0.09 estimated completed'),
        ('{"usage": null, "output_bytes": -5}', '0.0424 estimated completed'),
        ('{"usage": null, "output_bytes": "many"}', '0.0424 estimated completed'),
        ('{"usage": null, "output_bytes": 1e300}', '1.0424 estimated completed capped'),
        ('{"latency_ms": -1, "first_token_ms": "x"}', '0.06 actual completed'),
        ('{"latency_ms": 1e300, "provider_status": 7}', '0.06 actual completed'),
        ('{"provider_status": "200", "service_tier": {}}', '0.06 actual completed'),
        ('{"service_tier": "platinum"}', '0.06 actual completed'),
        ('{"raw_usage": "x"}', '0.06 actual completed'),
        (jsonb_build_object('raw_usage', jsonb_build_object('a', repeat('x', 10000))), '0.06 actual completed'),
        (jsonb_build_object('provider_request_id', repeat('x', 300)), '0.06 actual completed'),
        ('{"provider_request_id": ""}', '0.06 actual completed')
) c (ending, outcome);
select is(
    (
        select format('%s %s %s', max(length(c.provider_request_id)), count(c.raw_usage), count(c.provider_status))
        from ai.calls c
        where c.user_id = :'user_id'
    ),
    '200 0 0', 'what does not fit is cut or left out'
);
select ok(tests.standing(:'user_id') like '% left, 0 held', 'all adds up');
select is_empty('select * from ai.verify()', 'and can be recomputed');

select * from finish();
rollback;
