-- Without final counts the larger of what is known and what the bytes come to; input that is known is taken.
begin;
select plan(7);

create function tests.estimate(p_usage text, p_output_bytes bigint) returns text language sql as $$
    select format('%s %s %s', (c.usage).input, (c.usage).output, (c.usage).reasoning)
    from ai.count_tokens(ai.read_usage(p_usage::jsonb), false, p_output_bytes, 424, 1000) c
$$;
select is(tests.estimate(null, 0), '424 0 0', 'nothing is known');
select is(tests.estimate(null, 101), '424 41 0', 'bytes');
select is(tests.estimate('{"input": 100}', 100), '100 40 0', 'an input');
select is(tests.estimate('{"cached_input": 100}', 100), '0 40 0', 'a cached one');
select is(tests.estimate('{"input": 100, "output": 60}', 100), '100 60 0', 'more than the bytes');
select is(tests.estimate('{"input": 100, "output": 5, "reasoning": 30}', 100), '100 10 30', 'with reasoning');
select is(tests.estimate(null, 100000), '424 1066 0', 'not above what it may be');

select * from finish();
rollback;
