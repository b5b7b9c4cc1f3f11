-- A month has a form and is over for long enough; limits are positive.
begin;
select plan(13);

select is(tests.refusal(format('select credits.archive(%s)', bad.arguments)), 'TH001 ' || bad.field, bad.arguments)
from (values
    ('null', 'period'),
    ('''2026''', 'period'),
    ('''2026-13''', 'period'),
    ('''2026-1''', 'period'),
    ('''9999-01''', 'period'),
    (quote_literal(to_char(now() at time zone 'UTC', 'YYYY-MM')), 'period'),
    (quote_literal(to_char((now() - interval '2 months') at time zone 'UTC', 'YYYY-MM')), 'period'),
    ('''2020-01'', 0', 'limit'),
    ('''2020-01'', null', 'limit'),
    ('''2020-01'', 1, null, null', 'older_than'),
    ('''2020-01'', 1, null, ''-1 month''', 'older_than'),
    ('''2020-01'', 1, null, ''1 day''', 'older_than')
) as bad (arguments, field);
select is(b::text, '(0,)', 'a month of which nothing is there') from credits.archive('2020-01') b;

select * from finish();
rollback;
