-- A limit that an operator changes counts anew at once: nobody waits for what the old one counted.
begin;
select plan(6);

select tests.a_limit(1);
select matches(tests.turn('{"sub": "a"}'), '^"planted"', 'one');
select matches(tests.turn('{"sub": "a"}'), '^TH429', 'no second');
update ops.rate_classes set description = 'another' where id = 'planted';
select matches(tests.turn('{"sub": "a"}'), '^TH429', 'another description changes nothing');
select ops.set_rate('planted', 50, '1 day', p_effective_at => '2999-01-01');
select matches(tests.turn('{"sub": "a"}'), '^TH429', 'nor does one that is to come');
update ops.rates set requests = 100 where class = 'planted' and upper(effective) is not null;
select is(split_part(tests.turn('{"sub": "a"}'), ' ', 2), '"planted";r=99;t=864', 'another limit does');
select is(split_part(tests.turn('{"sub": "a"}'), ' ', 2), '"planted";r=98;t=1728', 'once');

select * from finish();
rollback;
