-- Either an amount or units, not both and not neither; bad units are refused before anything is
-- computed.
begin;
select plan(9);

select tests.a_user(100) as user_id \gset
select credits.set_price('book', 'pages', 10000000000000);

select is(
    tests.refusal(format('select credits.reserve(%L, %s)', :'user_id', bad.arguments)), 'TH001 ' || bad.field, bad.why
)
from (values
    ('1, ''book'', p_units => 1', 'amount', 'both'),
    ('null, ''book''', 'amount', 'neither'),
    ('null, ''book'', p_units => 0', 'units', 'zero'),
    ('null, ''book'', p_units => -1', 'units', 'below zero'),
    ('null, ''book'', p_units => ''NaN''', 'units', 'not a number'),
    ('null, ''book'', p_units => 1.00001', 'units', '5 decimals'),
    ('null, null, p_units => 1', 'job_type', 'no type'),
    ('null, ''book'', p_units => 2', 'amount', 'a cost that can''t be charged')
) as bad (arguments, field, why);
select is(tests.stored_balance(:'user_id'), '100 available, 0 held, 0 owed', 'nothing moved');

select * from finish();
rollback;
