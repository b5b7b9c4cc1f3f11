-- Who sets what holds already changes nothing, so that nobody is counted anew.
begin;
select plan(4);

select tests.a_limit(1, '60 minutes');
select matches(tests.turn('{"sub": "a"}'), '^"planted"', 'counted');
select is(
    (ops.set_rate('planted', 1, '1 hour')).id, (select id from ops.rates where class = 'planted'), 'it stays'
);
select matches(tests.turn('{"sub": "a"}'), '^TH429', 'and counts on');
select ops.set_rate('planted', 2, '1 hour', p_effective_at => '2999-01-01');
select isnt(
    (ops.set_rate('planted', 1, '1 hour', p_effective_at => '2999-01-01')).id,
    (select id from ops.rates where class = 'planted' and effective @> clock_timestamp()), 'what changes a plan is set'
);

select * from finish();
rollback;
