-- A limit that could refresh nobody is refused.
begin;
select plan(3);

select is(tests.refusal(format('select credits.refresh_due(%s)', bad)), 'TH001 limit', bad)
from (values ('0'), ('-1'), ('null')) as limits (bad);

select * from finish();
rollback;
