-- Usage is listed a hundred rows at a time at most; other relations have no such rule.
begin;
select plan(2);

select is(ops.page_limit('api.credit_usage'::regclass), 100, 'usage has a page limit');
select is(ops.page_limit('api.balance'::regclass), null, 'the balance has none');

select * from finish();
rollback;
