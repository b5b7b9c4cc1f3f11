-- Where the reservation has ended by itself or by hand, nothing is taken, the row says so, and all still
-- adds up.
begin;
select plan(7);

select tests.a_user(100) as user_id \gset
select tests.a_model('m');
select a as admission from tests.admit(tests.model_call(:'user_id', 'm')) a \gset
select tests.let_time_pass(:'user_id', '7 hours');
select is(tests.settled(:'admission'), '0 actual completed', 'out of time');
select is(
    (select concat_ws(' ', c.outcome, c.cost, c.charge, c.is_uncollected) from ai.calls c where c.user_id = :'user_id'),
    'completed 0.06 0 t', 'which the row says'
);
select is(tests.standing(:'user_id'), '100 left, 0 held', 'all is there again');
select a as admission from tests.admit(tests.model_call(:'user_id', 'm')) a \gset
select credits.release(:'user_id', c.reservation_id) from ai.calls c
where c.id = (:'admission'::ai.admission).call_id;
select is(tests.settled(:'admission'), '0 actual completed', 'released by hand');
select a as admission from tests.admit(tests.model_call(:'user_id', 'm')) a \gset
select tests.let_time_pass(:'user_id', '7 hours');
select is(
    tests.settled(:'admission', '{"outcome": "refused", "has_output": false}'), '0 refused', 'nothing to take anyway'
);
select is(
    (select count(*) from ai.calls c where c.user_id = :'user_id' and c.is_uncollected), 2::bigint,
    'is nothing lost'
);
select is(tests.standing(:'user_id'), '100 left, 0 held', 'all adds up');

select * from finish();
rollback;
