-- However much is due for one endpoint, a worker takes some of it and some of the others'.
begin;
select plan(3);

select tests.an_endpoint('https://example.com/many');
select tests.a_delivery() from generate_series(1, 50);
select tests.an_endpoint('https://example.com/few', '{few}');
select tests.a_delivery('few');
update ops.webhook_deliveries d set next_attempt_at = now() - interval '1 hour' where d.event_type <> 'few';
create temporary table claimed on commit drop as select w.* from ops.claim_webhooks(9) w;
select is((select count(*) from claimed where url like '%many'), 3::bigint, 'a third for one');
select is((select count(*) from claimed where url like '%few'), 1::bigint, 'and the other''s');
select is(tests.refusal(format('select ops.claim_webhooks(%s)', bad.n)), 'TH001 limit', 'not ' || bad.n)
from (values ('101')) as bad (n);

select * from finish();
rollback;
