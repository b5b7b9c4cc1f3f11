-- The same key answers the first answer and moves nothing more; with another request it is refused.
begin;
select plan(5);

select tests.a_user(10) as user_id \gset
select b::text as first from credits.adjust(:'user_id', -1, 'why', 'k') b \gset
select tests.reserved(:'user_id', 2);

select is(b::text, :'first', 'the first answer') from credits.adjust(:'user_id', -1.0, 'why', 'k') b;
select is(tests.balance(:'user_id'), '7 available, 2 held, 0 owed', 'nothing more');
select is(tests.refusal(format(reused.sql, :'user_id')), 'TH409', reused.sql)
from unnest(array[
    'select credits.adjust(%L, 1, ''why'', ''k'')',
    'select credits.adjust(%L, -2, ''why'', ''k'')',
    'select credits.adjust(%L, -1, ''other'', ''k'')'
]) as reused (sql);

select * from finish();
rollback;
