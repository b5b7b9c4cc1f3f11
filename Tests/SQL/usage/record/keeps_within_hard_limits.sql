-- Beyond a hard limit nothing is recorded; up to it everything is, by the plan of the moment.
begin;
select plan(10);

select tests.a_meter('calls', 10);
select tests.a_meter('calls', 4, p_per => 'day');
select tests.a_meter('calls', 100, 'pro');
select tests.a_meter('images', 0);
select tests.a_user() as user_id \gset
select is(
    tests.refusal(format('select usage.record(%L, ''images'', 0.0001, ''a'')', :'user_id')),
    'TH451 images a month', 'none at all'
);
select usage.record(:'user_id', 'calls', 3, 'a');
select is(
    tests.refusal(format('select usage.record(%L, ''calls'', 1.0001, ''b'')', :'user_id')),
    'TH451 calls a day', 'a little too much'
);
select usage.record(:'user_id', 'calls', 1, 'b');
select is(tests.used(:'user_id'), 'calls a day: 4 in 2, calls a month: 4 in 2', 'up to the limit');
select is(
    tests.refusal(format('select usage.record(%L, ''calls'', 0.0001, ''c'')', :'user_id')),
    'TH451 calls a day', 'nothing more'
);
select is((usage.record(:'user_id', 'calls', 1, 'b')).quantity::numeric, 1::numeric, 'a repeat is answered');
select tests.put_on_plan(:'user_id', 'pro');
select usage.record(:'user_id', 'calls', 96, 'c');
select is(tests.used(:'user_id'), 'calls a day: 100 in 3, calls a month: 100 in 3', 'a better plan, at once');
select is(
    tests.refusal(format('select usage.record(%L, ''calls'', 1, ''d'')', :'user_id')),
    'TH451 calls a month', 'has its limit too'
);
select billing.pause_subscription(:'user_id');
select is(
    tests.refusal(format('select usage.record(%L, ''calls'', 1, ''d'')', :'user_id')),
    'TH451 calls a day', 'and is worth nothing paused'
);
delete from usage.limits;
select usage.record(:'user_id', 'calls', 1000000000000, 'd');
select is(
    (select max(c.quantity)::numeric from usage.counters c where c.user_id = :'user_id'), 1000000000100::numeric,
    'without a limit, any amount'
);
select is_empty('select * from usage.verify()', 'counters are sums of events');

select * from finish();
rollback;
