-- A burst passes, the next is refused with the seconds to wait; time gives one back after the other.
begin;
select plan(9);

select tests.a_limit(3);
select '{"role": "authenticated", "sub": "00000000-0000-0000-0000-00000000000a"}' as claims \gset
select is(tests.turn(:'claims'), '"planted";q=3;w=86400 "planted";r=2;t=28800', 'first');
select is(split_part(tests.turn(:'claims'), ' ', 2), '"planted";r=1;t=57600', 'second');
select is(split_part(tests.turn(:'claims'), ' ', 2), '"planted";r=0;t=86400', 'third');
select matches(tests.turn(:'claims'), '^TH429 2[0-9]{4} "planted";q=3;w=86400$', 'no fourth');
select n.ready_at as before from ops.rate_counters n where n.class = 'planted' \gset
select matches(tests.turn(:'claims'), '^TH429', 'asking again');
select is((select n.ready_at from ops.rate_counters n where n.class = 'planted'), :'before', 'costs nothing');
update ops.rate_counters set ready_at = ready_at - interval '8 hours' where class = 'planted';
select matches(tests.turn(:'claims'), '^"planted"', 'after its share of time one more');
select matches(tests.turn(:'claims'), '^TH429', 'and no more');
update ops.rate_counters set ready_at = ready_at - interval '10 days' where class = 'planted';
select is(split_part(tests.turn(:'claims'), ' ', 2), '"planted";r=2;t=28800', 'what is not used is not saved up beyond a burst');

select * from finish();
rollback;
