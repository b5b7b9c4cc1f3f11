-- A call that nobody notes any more is charged what is known of it, or released; one that is noted is let be.
begin;
select plan(10);

select tests.a_user(100) as user_id \gset
select tests.a_model('m');
insert into ai.budgets (user_id, period, amount) values (:'user_id', 'month', 50);
select a as noted from tests.admit(tests.model_call(:'user_id', 'm')) a \gset
select a as written from tests.admit(tests.model_call(:'user_id', 'm')) a \gset
select a as silent from tests.admit(tests.model_call(:'user_id', 'm')) a \gset
select a as alive from tests.admit(tests.model_call(:'user_id', 'm')) a \gset
select ai.note_many(
    (
        select jsonb_agg(
            jsonb_build_object('user_id', (n.a).user_id, 'call_id', (n.a).call_id, 'attempt', 1) || n.note
        )
        from (
            values
                (:'noted'::ai.admission, '{"usage": {"input": 100, "output": 10}, "output_bytes": 50}'::jsonb),
                (:'written', '{"has_output": true, "output_bytes": 50}'), (:'alive', '{}')
        ) n (a, note)
    )
);
select is(ai.settle_abandoned(), 0, 'none yet');
update ai.sweeps set swept_to = '-infinity';
update ai.calls set created_at = created_at - interval '20 minutes';
update ai.calls set noted_at = noted_at - interval '61 seconds' where id <> (:'alive'::ai.admission).call_id;
select is(ai.settle_abandoned(1), 1, 'one at a time');
select is(ai.settle_abandoned(), 2, 'then all');
create function tests.ended(p_admission ai.admission) returns text language sql volatile as $$
    select concat_ws(' ', trim_scale(c.charge), c.basis, c.outcome) from ai.calls c where c.id = p_admission.call_id
$$;
select is(tests.ended(:'noted'), '0.03 estimated abandoned', 'by what was noted');
select is(tests.ended(:'written'), '0.0624 estimated abandoned', 'by what was written');
select is(tests.ended(:'silent'), '0 abandoned', 'nothing is known');
select is(tests.ended(:'alive'), '', 'one that lives');
select is(
    (select w.swept_to = c.created_at from ai.sweeps w, ai.calls c where c.id = (:'alive'::ai.admission).call_id),
    true, 'the next sweep begins there'
);
select is(tests.settled(:'alive'), '0.06 actual completed', 'and ends as ever');
select is_empty('select * from ai.verify()', 'all adds up');

select * from finish();
rollback;
