-- Only what has failed is queued again; the rest stays as it is, and another user's is not found.
begin;
select plan(5);

select tests.a_user(10) as user_id \gset
select tests.a_user(10) as other \gset
select tests.reserved(:'user_id', 5) as one \gset
select credits.confirm(:'user_id', :'one');
select (credits.queue_compensation(:'user_id', :'one')).id as id \gset

select is(c.status::text, 'queued', 'a queued one stays') from credits.retry_compensation(:'user_id', :'id') c;
update credits.compensations c set status = 'failed', attempts = 10 where c.user_id = :'user_id';
select is(
    tests.refusal(format('select credits.retry_compensation(%L, %L)', :'other', :'id')),
    'TH404 compensation',
    'another''s'
);
select is(tests.refusal('select credits.retry_compensation(null, null)'), 'TH404 compensation', 'none');
select is(format('%s %s', c.status, c.attempts), 'queued 0', 'a failed one')
from credits.retry_compensation(:'user_id', :'id') c;
select credits.settle_compensations();
select is(c.status::text, 'settled', 'a settled one stays') from credits.retry_compensation(:'user_id', :'id') c;

select * from finish();
rollback;
