-- A settled call leaves the budgets that it held, and counts with what it cost; compensation does not
-- change what was spent.
begin;
select plan(4);

select tests.a_user(100) as user_id \gset
select tests.a_model('m');
insert into ai.budgets (user_id, period, amount) values (:'user_id', 'day', 50), (:'user_id', 'month', 50);
create function tests.budgets(p_user_id uuid) returns text language sql volatile as $$
    select string_agg(format('%s: %s %s', b.period, trim_scale(k.held), trim_scale(k.spent)), ', ' order by b.period)
    from ai.budget_counters k
    join ai.budgets b on b.id = k.budget_id
    where k.user_id = p_user_id
$$;
select a as first from tests.admit(tests.model_call(:'user_id', 'm')) a \gset
select a as second from tests.admit(tests.model_call(:'user_id', 'm')) a \gset
select is(tests.budgets(:'user_id'), 'day: 2.0848 0, month: 2.0848 0', 'held');
select tests.settled(:'first', '{"outcome": "cut"}');
select is(tests.budgets(:'user_id'), 'day: 1.0424 0.06, month: 1.0424 0.06', 'spent');
select tests.settled(:'second', '{"outcome": "refused", "has_output": false}');
select is(tests.budgets(:'user_id'), 'day: 0 0.06, month: 0 0.06', 'released');
select is_empty('select * from ai.verify()', 'sums of calls');

select * from finish();
rollback;
