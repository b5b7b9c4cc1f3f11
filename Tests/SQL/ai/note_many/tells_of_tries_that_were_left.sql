-- Whoever runs a try that its client has left for a later one is told, and what it used so far counts.
begin;
select plan(4);

select tests.a_user(100) as user_id \gset
select tests.a_model('m');
select tests.model_call(:'user_id', 'm') as item \gset
select a as first from tests.admit(:'item') a \gset
create function tests.note(p_admission ai.admission, p_note jsonb) returns text language sql volatile as $$
    select string_agg(n.call_id || ' ' || n.attempt, ', ')
    from ai.note_many(
        jsonb_build_array(
            jsonb_build_object(
                'user_id', p_admission.user_id, 'call_id', p_admission.call_id, 'attempt', p_admission.attempt
            ) || p_note
        )
    ) n
$$;
select tests.note(:'first', '{"usage": {"input": 100, "output": 10}, "output_bytes": 10, "has_output": true}');
select a as second from tests.admit(:'item'::jsonb || '{"retry": 1}') a \gset
select is(
    (select c.earlier::text from ai.calls c where c.user_id = :'user_id'), '{"(100,0,0,0,10,0)"}',
    'a retry keeps what was noted'
);
select is(
    tests.note(:'first', '{"usage": {"input": 100, "output": 20}, "output_bytes": 10, "has_output": true}'),
    (:'first'::ai.admission).call_id || ' 1', 'it is told'
);
select is(
    tests.note(:'second', '{"usage": null, "output_bytes": 0, "has_output": false}'), null, 'the later one is not'
);
select is(tests.settled(:'second'), '0.09 estimated completed', 'and what it used meanwhile is charged');

select * from finish();
rollback;
