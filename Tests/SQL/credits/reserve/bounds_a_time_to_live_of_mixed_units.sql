-- Regression: an interval of years less days compares as a day but lasted for days, or ended before
-- it began.
begin;
select plan(3);

select tests.a_user(100) as user_id \gset

select is(
    tests.refusal(
        format('select credits.reserve(%L, 1, ''story'', p_ttl => %L)', :'user_id', bad.ttl)
    ),
    'TH001 ttl',
    bad.ttl
)
from (values ('1 year -359 days'), ('-1 year 361 days'), ('100 years -35999 days')) as bad (ttl);

select * from finish();
rollback;
