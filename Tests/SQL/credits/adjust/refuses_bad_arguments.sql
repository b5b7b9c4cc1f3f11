-- A bad argument is refused by its name.
begin;
select plan(12);

select tests.a_user(10) as user_id \gset

select is(tests.refusal(format(bad.sql, :'user_id')), 'TH001 ' || bad.field, bad.sql)
from (values
    ('select credits.adjust(null, 1, ''why'')', 'user_id'),
    ('select credits.adjust(%L, null, ''why'')', 'amount'),
    ('select credits.adjust(%L, 0, ''why'')', 'amount'),
    ('select credits.adjust(%L, -0.00001, ''why'')', 'amount'),
    ('select credits.adjust(%L, ''NaN'', ''why'')', 'amount'),
    ('select credits.adjust(%L, ''Infinity'', ''why'')', 'amount'),
    ('select credits.adjust(%L, ''-Infinity'', ''why'')', 'amount'),
    ('select credits.adjust(%L, -10000000000000.0001, ''why'')', 'amount'),
    ('select credits.adjust(%L, 1, null)', 'reason'),
    ('select credits.adjust(%L, 1, '''')', 'reason'),
    ('select credits.adjust(%L, 1, ''why'', '''')', 'idempotency_key')
) as bad (sql, field);
select is(tests.refusal('select credits.adjust(gen_random_uuid(), 1, ''why'')'), 'TH404 account', 'an unknown user');

select * from finish();
rollback;
