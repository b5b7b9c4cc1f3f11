-- A rate counts from its moment until its end, and whoever was counted before it began is counted anew; without one in
-- force nothing is limited.
begin;
select plan(8);

select tests.a_limit(1);
select matches(tests.turn('{"sub": "a"}'), '^"planted";q=1;w=86400 ', 'one');
delete from ops.rates where class = 'planted';
select is(tests.turn('{"sub": "a"}'), null, 'no rate, no limit');
insert into ops.rates (class, requests, period, effective) values
    ('planted', 9, '1 day', tstzrange(now() - interval '2 days', now() - interval '1 day')),
    ('planted', 3, '1 day', tstzrange(now() - interval '1 day', now() + interval '1 day')),
    ('planted', 5, '1 day', tstzrange(now() + interval '1 day', null));
update ops.rates set updated_at = least(lower(effective), now()) where class = 'planted';
select matches(tests.turn('{"sub": "a"}'), '^TH429', 'who was counted after it began stays counted');
update ops.rate_counters set counted_at = now() - interval '2 days' where class = 'planted';
select is(split_part(tests.turn('{"sub": "a"}'), ' ', 2), '"planted";r=2;t=28800', 'who was before is counted anew');
select is(split_part(tests.turn('{"sub": "a"}'), ' ', 2), '"planted";r=1;t=57600', 'once');
select matches(tests.turn('{"sub": "b"}'), '^"planted";q=3;', 'neither by what has ended nor by what is to come');
-- As if the day had come.
update ops.rates set effective = tstzrange(lower(effective) - interval '2 days', upper(effective) - interval '2 days')
where class = 'planted' and requests = 9;
update ops.rates set effective = tstzrange(lower(effective) - interval '1 day', now() - interval '1 hour')
where class = 'planted' and requests = 3;
update ops.rates set effective = tstzrange(clock_timestamp(), null) where class = 'planted' and requests = 5;
select is(split_part(tests.turn('{"sub": "a"}'), ' ', 2), '"planted";r=4;t=17280', 'what was to come is in force');
delete from ops.rates where class = 'planted' and requests = 5;
select is(tests.turn('{"sub": "a"}'), null, 'what has ended limits nobody');

select * from finish();
rollback;
