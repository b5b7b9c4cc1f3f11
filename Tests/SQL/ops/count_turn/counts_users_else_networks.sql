-- Each user is counted alone, whoever has no name with the network; a trusted server never.
begin;
select plan(12);

select tests.a_limit(1);
select matches(tests.turn('{"role": "authenticated", "sub": "a"}', '192.0.2.1'), '^"planted"', 'a user');
select matches(tests.turn('{"role": "authenticated", "sub": "a"}', '198.51.100.1'), '^TH429', 'the same elsewhere');
select matches(tests.turn('{"role": "authenticated", "sub": "b"}', '192.0.2.1'), '^"planted"', 'another beside');
select matches(tests.turn('{"role": "anon"}', '192.0.2.1'), '^"planted"', 'nobody');
select matches(tests.turn('{"role": "anon"}', '192.0.2.77'), '^TH429', 'nobody from the same /24');
select matches(tests.turn('{"role": "anon"}', '192.0.3.1'), '^"planted"', 'nobody from another');
select matches(tests.turn('{"role": "anon"}', '2001:db8:0:1::1'), '^"planted"', 'nobody by IPv6');
select matches(tests.turn('{"role": "anon"}', '2001:db8:0:1:ffff::9'), '^TH429', 'nobody from the same /64');
select matches(tests.turn('{"role": "anon"}', 'junk'), '^"planted"', 'nobody from nowhere');
select matches(tests.turn('{"role": "anon"}', null), '^TH429', 'which is one place');
select is(tests.turn('{"role": "service_role", "sub": "a"}', '192.0.2.1'), null, 'a trusted server is not counted');
select is(tests.turn('{"sub": "a"}', null, '{view other,function planted}'), null, 'nor what is not limited');

select * from finish();
rollback;
