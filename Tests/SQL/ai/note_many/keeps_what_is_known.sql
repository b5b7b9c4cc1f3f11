-- Notes keep a call alive and say what it has used; the last of each count stands, impossible ones are cut.
begin;
select plan(9);

select tests.a_user(100) as user_id \gset
select tests.a_user(100) as other_id \gset
select tests.a_model('m');
select a as admission from tests.admit(tests.model_call(:'user_id', 'm')) a \gset
update ai.calls set noted_at = noted_at - interval '1 hour';
create function tests.note(p_admission ai.admission, p_note jsonb) returns text language sql volatile as $$
    with noted as materialized (
        select n.attempt
        from ai.note_many(
            jsonb_build_array(
                jsonb_build_object(
                    'user_id', p_admission.user_id, 'call_id', p_admission.call_id,
                    'attempt', p_admission.attempt
                ) || p_note
            )
        ) n
    )
    select coalesce(string_agg('left ' || n.attempt, ', '), 'noted') from noted n
$$;
create function tests.known(p_admission ai.admission) returns text language sql volatile as $$
    select concat_ws(
        ' ', c.noted_at > now() - interval '1 minute', c.has_output, c.output_bytes, c.input_tokens,
        c.output_tokens, c.reasoning_tokens
    )
    from ai.calls c
    where c.user_id = p_admission.user_id and c.id = p_admission.call_id
$$;
select is(tests.note(:'admission', jsonb_build_object('user_id', :'other_id')), 'noted', 'another''s');
select is(tests.known(:'admission'), 'f f 0', 'changes nothing');
select tests.note(:'admission', '{"usage": null, "output_bytes": 0, "has_output": false}');
select is(tests.known(:'admission'), 't f 0', 'it lives');
select tests.note(:'admission', '{"usage": {"input": 90, "output": 1}, "output_bytes": 10, "has_output": true}');
select is(tests.known(:'admission'), 't t 10 90 1 0', 'what is known');
select tests.note(:'admission', '{"usage": {"input": -1, "output": 1e20}, "output_bytes": 5}');
select is(tests.known(:'admission'), 't t 10 0 1000000000 0', 'what can not be');
select tests.note(:'admission', '{"usage": {"input": "x"}, "output_bytes": 1e99, "attempt": "x"}');
select tests.note(:'admission', '{"attempt": 2}');
select is(tests.known(:'admission'), 't t 10 0 1000000000 0', 'garbage is passed over');
select is_empty($$select * from ai.note_many('[1, null, {}, {"user_id": "x", "call_id": []}]')$$, 'whatever it is');
select is(tests.refusal('select ai.note_many(''{}'')'), 'TH001 items', 'but a batch');
select tests.settled(:'admission');
select tests.note(:'admission', '{"usage": {"input": 90, "output": 1}, "output_bytes": 10}');
select is(tests.known(:'admission'), 't t 200 100 50 0', 'a settled call stays as it is');

select * from finish();
rollback;
