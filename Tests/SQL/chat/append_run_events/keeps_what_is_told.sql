-- Every piece is kept under the session's next ordinal before anybody is told, and ordinals go on from run to run.
begin;
select plan(10);

select tests.a_user() as user_id, tests.a_user() as other \gset
select tests.a_chat(:'user_id') as session_id \gset
select tests.answered(:'user_id', :'session_id', 'one', 'Hi') \gset
select tests.asked(:'user_id', :'session_id', 'two') as run_id \gset
select results_eq(
    format('select is_live, is_stop_requested, ordinal, event, data from chat.append_run_events(%L, %L, %L)', :'user_id', :'run_id', E'a "b"\n'),
    $$values (true, false, 5::bigint, 'delta', '{"text" : "a \"b\"\n"}')$$, 'a piece'
);
select results_eq(
    format('select is_live, ordinal from chat.append_run_events(%L, %L)', :'user_id', :'run_id'), 'values (true, null::bigint)', 'none'
);
select is((chat.append_run_events(:'user_id', :'run_id', '')).ordinal, null, 'an empty one is none');
select is((chat.append_run_events(:'other', :'run_id', 'x')).is_live, false, 'of another user');
select is((chat.append_run_events(:'user_id', gen_random_uuid(), 'x')).is_live, false, 'of no run');
select results_eq(
    format('select ordinal, event from chat.run_events where session_id = %L order by ordinal', :'session_id'),
    $$values (1::bigint, 'run'), (2, 'delta'), (3, 'done'), (4, 'run'), (5, 'delta')$$, 'in order, from run to run'
);
select is((chat.append_run_events(:'user_id', :'run_id', 'c', null, n)).ordinal, n, 'by its ordinal')
from unnest(array[6, 6]::bigint[]) n;
select is((select count(*) from chat.run_events where run_id = :'run_id'), 3::bigint, 'once');
select is((chat.append_run_events(:'user_id', :'run_id', 'd', null, 8)).is_live, false, 'but none is passed over');

select * from finish();
rollback;
