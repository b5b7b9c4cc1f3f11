-- Every argument is refused by its name.
begin;
select plan(16);

select is(
    tests.refusal(format('select credits.set_price(%s)', bad.arguments)),
    'TH001 ' || bad.field,
    bad.arguments
)
from (values
    ('job_type', 'null, ''job'', 1'),
    ('job_type', '''A story'', ''job'', 1'),
    ('unit', '''story'', null, 1'),
    ('unit', '''story'', ''words'', 1'),
    ('price', '''story'', ''job'', null'),
    ('price', '''story'', ''job'', 0'),
    ('price', '''story'', ''job'', -1'),
    ('price', '''story'', ''job'', ''NaN'''),
    ('price', '''story'', ''job'', ''Infinity'''),
    ('price', '''story'', ''job'', 0.00000000001'),
    ('per_units', '''story'', ''tokens'', 1, null'),
    ('per_units', '''story'', ''tokens'', 1, 0'),
    ('per_units', '''story'', ''tokens'', 1, 0.5'),
    ('per_units', '''story'', ''tokens'', 1, ''NaN'''),
    ('per_units', '''story'', ''job'', 1, 10')
) as bad (field, arguments);
select is_empty('select from credits.prices', 'nothing was set');

select * from finish();
rollback;
