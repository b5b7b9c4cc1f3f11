-- An event id counts once for its user, for good; for something else it is refused.
begin;
select plan(7);

select tests.a_meter('calls');
select tests.a_meter('images');
select tests.a_user() as user_id \gset
select tests.a_user() as other \gset
select e.* from usage.record(:'user_id', 'calls', 2.50, 'a', p_job_id => 'job') e \gset first_
select e.* from usage.record(:'user_id', 'calls', 2.5, 'a', now() - interval '1 minute') e \gset again_
select is(:'again_at'::timestamptz, :'first_at'::timestamptz, 'a repeat answers the first');
select is(:'again_job_id'::text, 'job', 'with all that it had');
select is(tests.used(:'user_id'), 'calls a day: 2.5 in 1, calls a month: 2.5 in 1', 'counted once');
select is(
    tests.refusal(format('select usage.record(%L, ''calls'', 2, ''a'')', :'user_id')),
    'TH409 event_id', 'for another quantity'
);
select is(
    tests.refusal(format('select usage.record(%L, ''images'', 2.5, ''a'')', :'user_id')),
    'TH409 event_id', 'for another meter'
);
select usage.record(:'other', 'calls', 1, 'a');
select is(tests.used(:'other'), 'calls a day: 1 in 1, calls a month: 1 in 1', 'another user''s is another');
select is_empty('select * from usage.verify()', 'counters are sums of events');

select * from finish();
rollback;
