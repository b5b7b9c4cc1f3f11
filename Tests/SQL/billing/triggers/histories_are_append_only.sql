-- The history of subscriptions and what was prorated is never changed, by nobody.
begin;
select plan(9);

select tests.a_priced_plan('small', 1000, null, 1);
select tests.a_priced_plan('large', 3000, null, 2);
select tests.a_user() as user_id \gset
select billing.subscribe(:'user_id', 'small');
select billing.change_plan(:'user_id', 'large');

select is(split_part(tests.refusal(format(c.sql, h.relation)), ' ', 1), 'TH500', format(c.sql, h.relation))
from unnest(array['billing.subscription_events', 'billing.prorations']) as h (relation)
cross join unnest(array['delete from %s', 'truncate %s', 'update %s set created_at = now()']) as c (sql);
select is(
    tests.attempt('thin_owner', null, h.sql), '42501', h.sql
)
from unnest(array[
    'delete from billing.subscription_events', 'delete from billing.prorations',
    'delete from billing.subscriptions'
]) as h (sql);

select * from finish();
rollback;
