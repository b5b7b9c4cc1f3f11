-- A bad argument is refused by its name.
begin;
select plan(12);

select tests.a_user(10) as user_id \gset
select tests.reserved(:'user_id', 10) as id \gset
select credits.confirm(:'user_id', :'id');

select is(
    tests.refusal(format(bad.sql, :'user_id', :'id')), 'TH001 ' || bad.field, bad.sql
)
from (values
    ('select credits.refund(null, %2$L)', 'user_id'),
    ('select credits.refund(%L, null)', 'reservation_id'),
    ('select credits.refund(%L, %L, 0)', 'amount'),
    ('select credits.refund(%L, %L, -1)', 'amount'),
    ('select credits.refund(%L, %L, 0.00001)', 'amount'),
    ('select credits.refund(%L, %L, ''NaN'')', 'amount'),
    ('select credits.refund(%L, %L, ''Infinity'')', 'amount'),
    ('select credits.refund(%L, %L, 1e14)', 'amount'),
    ('select credits.refund(%L, %L, 1, '''')', 'reason'),
    ('select credits.refund(%L, %L, 1, repeat(''a'', 501))', 'reason'),
    ('select credits.refund(%L, %L, 1, null, '''')', 'idempotency_key')
) as bad (sql, field);
select is(tests.balance(:'user_id'), '0 available, 0 held, 0 owed', 'nothing is given back');

select * from finish();
rollback;
