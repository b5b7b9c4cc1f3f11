-- The same key answers the first answer and gives back nothing more; with another request it is refused.
begin;
select plan(7);

select tests.a_user(10) as user_id \gset
select tests.reserved(:'user_id', 4) as id \gset
select credits.confirm(:'user_id', :'id');
select r::text as first from credits.refund(:'user_id', :'id', 1, 'why', 'k') r \gset
select credits.refund(:'user_id', :'id', 1);

select is(r::text, :'first', 'the first answer')
from credits.refund(:'user_id', :'id', 1.0, 'why', 'k') r;
select is(tests.balance(:'user_id'), '8 available, 0 held, 0 owed', 'nothing more');
select is(tests.refusal(format(reused.sql, :'user_id', :'id')), 'TH409', reused.sql)
from unnest(array[
    'select credits.refund(%L, %L, 2, ''why'', ''k'')',
    'select credits.refund(%L, %L, null, ''why'', ''k'')',
    'select credits.refund(%L, %L, 1, ''other'', ''k'')',
    'select credits.refund(%1$L, %1$L, 1, ''why'', ''k'')'
]) as reused (sql);
select is_empty(format('select * from credits.verify(%L)', :'user_id'), 'sound');

select * from finish();
rollback;
