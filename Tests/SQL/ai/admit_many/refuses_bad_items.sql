-- A bad item is refused with its field, alone; what is no batch is refused whole.
begin;
select plan(26);

select tests.a_model('m');
select tests.a_user(100) as user_id \gset
select is(tests.admitted(tests.model_call(:'user_id', 'm') || c.facts), c.outcome, c.facts::text)
from (
    values
        ('{"provider": null}'::jsonb, 'TH001 provider'), ('{"provider": "evil"}', 'TH001 provider'),
        ('{"operation": null}', 'TH001 operation'), ('{"operation": "delete"}', 'TH001 operation'),
        ('{"model": null}', 'TH404 model'), ('{"model": "../m"}', 'TH001 model'),
        ('{"model": "m@evil.example/"}', 'TH404 model'), ('{"service_tier": "x"}', 'TH001 service_tier'),
        ('{"digest": null}', 'TH001 digest'), ('{"digest": "00"}', 'TH001 digest'),
        ('{"text_bytes": -1}', 'TH001 text_bytes'), ('{"text_bytes": 1e30}', 'TH001 item'),
        ('{"text_bytes": "NaN"}', 'TH001 item'), ('{"dense_bytes": 1001}', 'TH001 dense_bytes'),
        ('{"parts": -1}', 'TH001 parts'), ('{"inputs": 0}', 'TH001 inputs'),
        ('{"candidates": 0}', 'TH001 candidates'), ('{"candidates": 129}', 'TH001 candidates'),
        ('{"asked_output": 0}', 'TH001 max_tokens'), ('{"media": []}', 'TH001 media'),
        ('{"job_type": "No"}', 'TH001 job_type'), ('{"run_id": "x"}', 'TH001 item')
) c (facts, outcome);
select is(tests.refusal('select ai.admit_many(null)'), 'TH001 items', 'no batch');
select is(tests.refusal('select ai.admit_many(''{}'')'), 'TH001 items', 'one item');
select is(
    (
        select string_agg(coalesce(a.error_code, 'admitted'), ', ' order by a.ordinality)
        from ai.admit_many(
            jsonb_build_array(
                tests.model_call(:'user_id', 'm'), 1, null, '{}'::jsonb,
                tests.model_call(:'user_id', 'none'), tests.model_call(:'user_id', 'm')
            )
        ) a
    ),
    'admitted, TH001, TH001, TH403, TH404, admitted', 'each by itself, in order'
);
select is_empty('select * from ai.admit_many(''[]'')', 'none');

select * from finish();
rollback;
