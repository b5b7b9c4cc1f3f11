-- A limit that an operator changes counts anew at once: nobody waits for what the old one counted.
begin;
select plan(4);

select tests.a_limit(1);
select matches(tests.turn('{"sub": "a"}'), '^"planted"', 'one');
select matches(tests.turn('{"sub": "a"}'), '^TH429', 'no second');
update ops.rate_classes set description = 'another' where id = 'planted';
select matches(tests.turn('{"sub": "a"}'), '^TH429', 'another description changes nothing');
update ops.rate_classes set requests = 100 where id = 'planted';
select is(split_part(tests.turn('{"sub": "a"}'), ' ', 2), '"planted";r=99;t=864', 'another limit does');

select * from finish();
rollback;
