-- A rate that was changed later than it is now counts all the same: each would be the first that is counted.
begin;
select plan(3);

select tests.a_limit(1);
update ops.rates set updated_at = now() + interval '1 hour' where class = 'planted';
select matches(tests.turn('{"sub": "a"}'), '^"planted"', 'one');
select matches(tests.turn('{"sub": "a"}'), '^TH429', 'no second');
update ops.rates set updated_at = now() + interval '2 hours' where class = 'planted';
select matches(tests.turn('{"sub": "a"}'), '^"planted"', 'a change counts');

select * from finish();
rollback;
