-- A budget that is set in mid-period begins with what the period's calls cost and hold already; what was
-- admitted yesterday counts for yesterday, and by month.
begin;
select plan(6);

select tests.a_model('m');
select tests.a_user(100) as user_id \gset
select a as first from tests.admit(tests.model_call(:'user_id', 'm')) a \gset
select a as second from tests.admit(tests.model_call(:'user_id', 'm')) a \gset
select a as third from tests.admit(tests.model_call(:'user_id', 'm')) a \gset
select is(tests.settled(:'second'), '0.06 actual completed', 'one is settled');
-- The first was admitted the day before, which may be another month.
update ai.calls c set created_at = c.created_at - interval '1 day' where c.id = (:'first'::ai.admission).call_id;
insert into ai.budgets (user_id, period, amount) values (:'user_id', 'day', 2.144);
select is(
    tests.admitted(tests.model_call(:'user_id', 'm')), 'TH451 budget day', 'it knows of two'
);
update ai.budgets set amount = 2.1448;
select is(tests.admitted(tests.model_call(:'user_id', 'm')), 'admitted', 'and has room for this one');
select is(tests.settled(:'first'), '0.06 actual completed', 'what counts for yesterday');
select is(
    (select format('%s %s', k.held, k.spent) from ai.budget_counters k where k.user_id = :'user_id'),
    '2.0848 0.06', 'changes nothing today'
);
select is_empty('select * from ai.verify()', 'counters are sums of calls');

select * from finish();
rollback;
