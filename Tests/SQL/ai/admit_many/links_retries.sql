-- A client's retry goes on with the call that runs, and its hold; never with another's, a settled, an old
-- or a different one, nor without end.
begin;
select plan(15);

select tests.a_model('m');
select tests.a_model('n');
select tests.a_user(100) as user_id \gset
select tests.a_user(100) as other_id \gset
update ops.rate_classes set is_enabled = false;
select tests.model_call(:'user_id', 'm') as item \gset
select a as first from tests.admit(:'item') a \gset
select a as second from tests.admit(:'item'::jsonb || '{"retry": 1}') a \gset
select is((:'second'::ai.admission).call_id, (:'first'::ai.admission).call_id, 'the same call');
select is((:'second'::ai.admission).attempt, 2, 'a second try');
select is((:'second'::ai.admission).hold, (:'first'::ai.admission).hold, 'one hold');
select is(tests.standing(:'user_id'), '98.9576 left, 1.0424 held', 'indeed');
create function tests.joins(p_item jsonb, p_first ai.admission) returns boolean language sql volatile as $$
    select a.call_id = p_first.call_id from tests.admit(p_item || '{"retry": 1}') a
$$;
select ok(not tests.joins(:'item'::jsonb || c.facts, :'first'), 'not ' || c.facts::text)
from (
    values ('{"model": "n"}'::jsonb), ('{"operation": "responses"}'), ('{"asked_output": 999}'),
        ('{"text_bytes": 900}'), (jsonb_build_object('digest', repeat('0', 64))),
        (jsonb_build_object('claims', jsonb_build_object('sub', :'other_id', 'role', 'authenticated')))
) c (facts);
select ok(
    not tests.joins(:'item'::jsonb || jsonb_build_object('run_id', gen_random_uuid()), :'first'),
    'not a chat''s run'
);
select isnt(
    (tests.admit(:'item')).call_id, (:'first'::ai.admission).call_id, 'the same again is another call'
);
select tests.tamper(format('delete from ai.calls c where c.id <> %L', (:'first'::ai.admission).call_id));
update ai.calls c set created_at = c.created_at - interval '11 minutes';
select ok(not tests.joins(:'item', :'first'), 'not an old one');
update ai.calls c set created_at = c.created_at + interval '11 minutes', attempt = 3
where c.id = (:'first'::ai.admission).call_id;
select tests.tamper(format('delete from ai.calls c where c.id <> %L', (:'first'::ai.admission).call_id));
select ok(not tests.joins(:'item', :'first'), 'not a fourth time');
select tests.tamper(format('delete from ai.calls c where c.id <> %L', (:'first'::ai.admission).call_id));
select tests.settled(:'first', '{"attempt": 3}');
select ok(not tests.joins(:'item', :'first'), 'not a settled one');

select * from finish();
rollback;
