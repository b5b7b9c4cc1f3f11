-- A bad argument is refused by its name.
begin;
select plan(14);

select tests.a_user(10) as user_id \gset
select g.id as grant_id from credits.grants g where g.user_id = :'user_id' \gset

select is(
    tests.refusal(format(bad.sql, :'user_id', :'grant_id')), 'TH001 ' || bad.field, bad.sql
)
from (values
    ('select credits.revoke_grant(null, %2$L, ''refund'')', 'user_id'),
    ('select credits.revoke_grant(%L, null, ''refund'')', 'grant_id'),
    ('select credits.revoke_grant(%L, %L, null)', 'kind'),
    ('select credits.revoke_grant(%L, %L, ''fraud'')', 'kind'),
    ('select credits.revoke_grant(%L, %L, ''refund'', 0)', 'amount'),
    ('select credits.revoke_grant(%L, %L, ''refund'', -1)', 'amount'),
    ('select credits.revoke_grant(%L, %L, ''refund'', 0.00001)', 'amount'),
    ('select credits.revoke_grant(%L, %L, ''refund'', ''NaN'')', 'amount'),
    ('select credits.revoke_grant(%L, %L, ''refund'', ''Infinity'')', 'amount'),
    ('select credits.revoke_grant(%L, %L, ''refund'', 10.0001)', 'amount'),
    ('select credits.revoke_grant(%L, %L, ''refund'', 1, '''')', 'reason'),
    ('select credits.revoke_grant(%L, %L, ''refund'', 1, null, '''')', 'idempotency_key')
) as bad (sql, field);
select is(tests.balance(:'user_id'), '10 available, 0 held, 0 owed', 'nothing is taken');
select is_empty('select from credits.revocations', 'nothing is recorded');

select * from finish();
rollback;
