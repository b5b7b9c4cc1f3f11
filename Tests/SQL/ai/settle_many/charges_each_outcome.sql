-- What nothing came of is released; whatever came is charged, and made good if it was of no use.
begin;
select plan(36);

select tests.a_user(1000) as user_id \gset
update ops.rate_classes set is_enabled = false;
select tests.a_model('m');
create function tests.ended(p_user_id uuid, p_ending jsonb) returns text language plpgsql volatile as $$
declare
    v_admission ai.admission := tests.admit(tests.model_call(p_user_id, 'm'));
    v_settled text := tests.settled(v_admission, p_ending);
begin
    return v_settled || coalesce(
        (
            select ', back ' || trim_scale(c.amount)
            from credits.compensations c
            join ai.calls a on a.user_id = c.user_id and a.reservation_id = c.reservation_id
            where a.id = v_admission.call_id
        ),
        ''
    );
end
$$;
-- 424 of input by the estimate and 200 / 2.5 of output are 0.0424 + 0.08.
select is(tests.ended(:'user_id', jsonb_build_object('outcome', c.outcome) || s.said), c.charged[s.at], c.outcome || ': ' || s.name)
from (
    values
        (1, 'final usage', '{}'::jsonb),
        (2, 'usage so far', '{"usage_is_final": false}'),
        (3, 'output without usage', '{"usage": null, "usage_is_final": null}'),
        (4, 'neither', '{"usage": null, "has_output": false, "output_bytes": 0}')
) s (at, name, said)
cross join (
    values
        ('completed', array['0.06 actual completed', '0.09 estimated completed', '0.1224 estimated completed', '0.0424 estimated completed']),
        ('client_gone', array['0.06 actual client_gone', '0.09 estimated client_gone', '0.1224 estimated client_gone', '0.0424 estimated client_gone']),
        ('stopped', array['0.06 actual stopped', '0.09 estimated stopped', '0.1224 estimated stopped', '0.0424 estimated stopped']),
        ('refused', array['0.06 actual refused', '0.09 estimated refused', '0.1224 estimated refused', '0 refused']),
        ('unreachable', array['0.06 actual unreachable', '0.09 estimated unreachable', '0.1224 estimated unreachable', '0 unreachable']),
        ('timed_out', array['0.06 actual timed_out, back 0.06', '0.09 estimated timed_out, back 0.09', '0.1224 estimated timed_out, back 0.1224', '0 timed_out']),
        ('cut', array['0.06 actual cut, back 0.06', '0.09 estimated cut, back 0.09', '0.1224 estimated cut, back 0.1224', '0 cut']),
        ('garbled', array['0.06 actual garbled, back 0.06', '0.09 estimated garbled, back 0.09', '0.1224 estimated garbled, back 0.1224', '0 garbled'])
) c (outcome, charged);
select is(
    tests.ended(:'user_id', '{"outcome": "refused", "has_output": false}'), '0 refused',
    'what a provider refuses is free, whatever it counts'
);
select ok(tests.standing(:'user_id') like '% left, 0 held', 'nothing is held, all adds up');
select credits.settle_compensations();
select is(
    (select count(*) from credits.compensations c where c.user_id = :'user_id' and c.status = 'settled'),
    9::bigint, 'compensations are paid'
);
select is_empty('select * from ai.verify()', 'and receipts stay as they are');

select * from finish();
rollback;
