-- The kill switch refuses new calls at once; running ones are settled.
begin;
select plan(7);

select tests.a_user(1000) as user_id \gset
select tests.a_model('m');
create temporary table running on commit drop as select tests.admit(tests.model_call(:'user_id', 'm')) as admission;

select is(ai.set_enabled(false), false, 'off');
select is(tests.admitted(tests.model_call(:'user_id', 'm')), 'TH503 ai', 'no new call');
select is((select tests.settled(r.admission) from running r), '0.06 actual completed', 'a running one ends');
select is(ai.set_enabled(true), true, 'on');
select is(tests.admitted(tests.model_call(:'user_id', 'm')), 'admitted', 'calls again');
select is(tests.refusal('select ai.set_enabled(null)'), 'TH001 enabled', 'neither');
select is(
    (select count(*) from audit.log l where l.relation = 'ai.settings'), 2::bigint, 'each change is on record'
);

select * from finish();
rollback;
