-- Every argument is refused by its name, and then nothing has changed.
begin;
select plan(23);

select tests.a_limit(1);
select is(tests.refusal(format('select ops.set_rate(%s)', bad.arguments)), bad.refusal, bad.arguments)
from (values
    ('TH404 class', 'null, 1, ''1 hour'''),
    ('TH404 class', '''odd'', 1, ''1 hour'''),
    ('TH404 plan', '''planted'', 1, ''1 hour'', ''odd'''),
    ('TH404 plan', '''planted'', null, null, ''No plan'''),
    ('TH001 requests', '''planted'', null, ''1 hour'''),
    ('TH001 requests', '''planted'', null, null'),
    ('TH001 requests', '''planted'', 0, ''1 hour'''),
    ('TH001 requests', '''planted'', -1, ''1 hour'', ''pro'''),
    ('TH001 requests', '''planted'', 1000001, ''1 hour'''),
    ('TH001 within', '''planted'', 1, null'),
    ('TH001 within', '''planted'', 1, null, ''pro'''),
    ('TH001 within', '''planted'', 1, ''0'''),
    ('TH001 within', '''planted'', 1, ''-1 hour'''),
    ('TH001 within', '''planted'', 1, ''0.999999 seconds'''),
    ('TH001 within', '''planted'', 1, ''1 month'''),
    ('TH001 within', '''planted'', 1, ''31 days 1 second'''),
    ('TH001 effective_at', '''planted'', 2, ''1 hour'', null, ''infinity'''),
    ('TH001 effective_at', '''planted'', 2, ''1 hour'', null, ''-infinity'''),
    ('TH001 effective_at', '''planted'', 2, ''1 hour'', null, ''2000-01-01'''),
    ('TH001 effective_at', '''planted'', 2, ''1 hour'', null, clock_timestamp() - interval ''1 microsecond'''),
    ('TH001 effective_at', '''planted'', 1, ''1 day'', null, now()'),
    ('TH001 effective_at', '''planted'', null, null, ''pro'', ''2000-01-01''')
) as bad (refusal, arguments);
select results_eq(
    $$select requests, upper_inf(effective) from ops.rates where class = 'planted'$$, $$values (1, true)$$,
    'nothing changed'
);

select * from finish();
rollback;
