-- Regression: a limit of zero answered that none was left, a negative one raised a code of PostgreSQL's.
begin;
select plan(3);

select is(tests.refusal(format('select credits.sweep(%s)', bad)), 'TH001 limit', bad)
from (values ('0'), ('-1'), ('null')) as limits (bad);

select * from finish();
rollback;
