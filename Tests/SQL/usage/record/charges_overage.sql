-- Beyond a soft limit usage is overage: noted, and charged in the same transaction where it has a price.
begin;
select plan(11);

select tests.a_meter('calls', 10, p_kind => 'soft', p_overage_price => 0.00003);
select tests.a_meter('calls', 5, p_per => 'day', p_kind => 'soft');
select tests.a_meter('images', 1, p_kind => 'soft', p_overage_price => 4);
select tests.a_user(10) as user_id \gset
select usage.record(:'user_id', 'calls', 5, 'a');
select e.* from usage.record(:'user_id', 'calls', 4, 'b') e \gset
select is(:'overage'::text || ' ' || :'charged', '4 0', 'overage without a price');
select e.* from usage.record(:'user_id', 'calls', 3, 'c') e \gset
select is(:'overage'::text || ' ' || :'charged', '3 0.0001', 'two of three have one, rounded up');
select e.* from usage.record(:'user_id', 'images', 3, 'd') e \gset
select is(:'overage'::text || ' ' || :'charged', '2 8', 'two of three');
select is(tests.balance(:'user_id'), '1.9999 available, 0 held, 0 owed', 'charged');
select is(
    format('%s %s %s', r.status, r.job_type, r.job_id), 'confirmed overage d', 'by a reservation'
)
from credits.reservations r
where r.id = :'reservation_id';
select is(
    (usage.record(:'user_id', 'images', 3, 'd')).charged::numeric, 8::numeric, 'a repeat charges nothing'
);
select is(tests.balance(:'user_id'), '1.9999 available, 0 held, 0 owed', 'so');
select is(
    tests.refusal(format('select usage.record(%L, ''images'', 1, ''e'')', :'user_id')), 'TH402',
    'what can''t be paid'
);
select is(tests.used(:'user_id') like '%images a month: 3 in 1', true, 'isn''t recorded');
select is_empty('select * from usage.verify()', 'counters are sums of events');
select is_empty(format('select * from credits.verify(%L)', :'user_id'), 'the ledger is sound');

select * from finish();
rollback;
