-- A key names one request: with any other argument it is refused, and nothing moves.
begin;
select plan(9);

select tests.a_user(100) as user_id \gset
select credits.reserve(:'user_id', 5, 'story', 'j', '1 hour', 'k', 'd', '{"note": "x"}');

select is(
    tests.refusal(
        format('select credits.reserve(%L, %s)', :'user_id', other.arguments)
    ), 'TH409', other.why
)
from (values
    ('6, ''story'', ''j'', ''1 hour'', ''k'', ''d'', ''{"note": "x"}''', 'another amount'),
    ('5, ''image'', ''j'', ''1 hour'', ''k'', ''d'', ''{"note": "x"}''', 'another job type'),
    ('5, ''story'', ''i'', ''1 hour'', ''k'', ''d'', ''{"note": "x"}''', 'another job'),
    ('5, ''story'', ''j'', ''2 hours'', ''k'', ''d'', ''{"note": "x"}''', 'another time to live'),
    ('5, ''story'', ''j'', ''1 hour'', ''k'', ''e'', ''{"note": "x"}''', 'another description'),
    (
        '5, ''story'', ''d'', ''1 hour'', ''k'', ''j'', ''{"note": "x"}''',
        'job and description exchanged'
    ),
    ('5, ''story'', ''j'', ''1 hour'', ''k'', ''d'', ''{"note": "y"}''', 'other metadata'),
    ('96, ''story'', ''j'', ''1 hour'', ''k'', ''d'', ''{"note": "x"}''', 'more than is there')
) as other (arguments, why);
select is(tests.stored_balance(:'user_id'), '95 available, 5 held, 0 owed', 'nothing moved');

select * from finish();
rollback;
