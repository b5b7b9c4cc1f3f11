-- Counts that can't be are cut to what can, and the row says so; the charge stays within the hold.
begin;
select plan(12);

select tests.a_user(1000) as user_id \gset
update ops.rate_classes set is_enabled = false;
select tests.a_model('m');
select tests.a_model('embeds', p_kind => 'embedding');
create function tests.counted(p_user_id uuid, p_usage jsonb) returns text language plpgsql volatile as $$
declare
    v_admission ai.admission := tests.admit(tests.model_call(p_user_id, 'm'));
    v_settled text := tests.settled(v_admission, jsonb_build_object('usage', p_usage));
begin
    return v_settled || coalesce(
        (
            select format(' (%s %s %s %s)', c.input_tokens, c.cached_input_tokens, c.output_tokens, c.reasoning_tokens)
            from ai.calls c
            where c.id = v_admission.call_id
        ),
        ''
    );
end
$$;
-- The hold is 1.0424; four times 424 are 1,696.
select is(tests.counted(:'user_id', c.usage), c.outcome, c.usage::text)
from (
    values
        ('{"input": -5, "output": 10}'::jsonb, '0.01 actual completed capped (0 0 10 0)'),
        ('{"input": 1e30, "output": 10}', '0.1796 actual completed capped (1696 0 10 0)'),
        ('{"input": 1000, "cached_input": 1000, "output": 0}', '0.1696 actual completed capped (1000 696 0 0)'),
        ('{"input": 1, "output": 1050}', '1.0424 actual completed capped (1 0 1050 0)'),
        ('{"input": 1, "output": 1066}', '1.0424 actual completed capped (1 0 1066 0)'),
        ('{"input": 1, "output": 900, "reasoning": 900}', '1.0424 actual completed capped (1 0 900 166)'),
        ('{"input": 1, "output": 1030}', '1.0301 actual completed (1 0 1030 0)'),
        ('{"input": 9223372036854775808, "output": -1e400}', '0.1696 actual completed capped (1696 0 0 0)')
) c (usage, outcome);
select is(
    (select format('%s %s', max(c.charge), max(c.cost)) from ai.calls c where c.user_id = :'user_id'),
    '1.0424 1.0661', 'what it would have cost is kept'
);
select is(
    tests.settled(
        tests.admit(tests.model_call(:'user_id', 'embeds', '{"operation": "embeddings"}')),
        '{"usage": {"input": 100, "output": 7}}'
    ),
    '0.01 actual completed capped', 'who embeds writes nothing'
);
select ok(tests.standing(:'user_id') like '% left, 0 held', 'all adds up');
select is_empty('select * from ai.verify()', 'also recomputed');

select * from finish();
rollback;
