-- Switched off, no call is admitted, free of charge or not; running ones are settled as ever.
begin;
select plan(6);

select tests.a_model('m');
select tests.a_user(100) as user_id \gset
select a as admission from tests.admit(tests.model_call(:'user_id', 'm')) a \gset
update ai.settings set is_enabled = false;
select is(tests.admitted(tests.model_call(:'user_id', 'm')), 'TH503 ai', 'a call');
select is((tests.admit(tests.model_call(:'user_id', 'm'))).status, 503, 'as unavailable');
select is(
    tests.admitted(tests.model_call(:'user_id', 'm', '{"operation": "models", "model": null}')),
    'TH503 ai', 'a list of models'
);
select is(tests.settled(:'admission'), '0.06 actual completed', 'what runs goes on');
select is(tests.standing(:'user_id'), '99.94 left, 0 held', 'and is charged');
update ai.settings set is_enabled = true;
select is(tests.admitted(tests.model_call(:'user_id', 'm')), 'admitted', 'switched on again');

select * from finish();
rollback;
