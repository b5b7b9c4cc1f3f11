-- The same key answers the first answer and takes nothing more; with another request it is refused.
begin;
select plan(6);

select tests.a_user(10) as user_id \gset
select g.id as grant_id from credits.grants g where g.user_id = :'user_id' \gset
select r::text as first from credits.revoke_grant(:'user_id', :'grant_id', 'refund', 10, 'why', 'k') r \gset

select is(r::text, :'first', 'the first answer')
from credits.revoke_grant(:'user_id', :'grant_id', 'refund', 10.0, 'why', 'k') r;
select is(tests.refusal(format(reused.sql, :'user_id', :'grant_id')), 'TH409', reused.sql)
from unnest(array[
    'select credits.revoke_grant(%L, %L, ''refund'', 9, ''why'', ''k'')',
    'select credits.revoke_grant(%L, %L, ''chargeback'', 10, ''why'', ''k'')',
    'select credits.revoke_grant(%L, %L, ''refund'', 10, null, ''k'')',
    'select credits.revoke_grant(%1$L, %1$L, ''refund'', 10, ''why'', ''k'')'
]) as reused (sql);
select is((select count(*) from credits.revocations r where r.user_id = :'user_id'), 1::bigint, 'one row');

select * from finish();
rollback;
