-- Nothing in the archive is changed, removed or truncated, neither through the parent nor in a
-- partition, not even by the owner or an administrator.
begin;
select plan(20);

-- First, as it waits for whoever else is at it.
select is(left(tests.refusal('truncate ' || relation.name), 5), 'TH500', 'truncate ' || relation.name)
from unnest(array['credits.archived_entries', 'credits.archived_reservations']) as relation (name);
select tests.a_user(10) as user_id \gset
select credits.confirm(:'user_id', tests.reserved(:'user_id', 1));
select tests.let_time_pass(:'user_id', '200 days');
select tests.archive(:'user_id');
select to_char((now() - interval '200 days') at time zone 'UTC', '_YYYY_MM') as suffix \gset

select is(
    left(tests.refusal(format(change.sql, 'credits.' || relation.name)), 5), 'TH500', format(change.sql, relation.name)
)
from unnest(array['archived_entries', 'archived_reservations', 'archived_entries' || :'suffix', 'archived_reservations' || :'suffix'])
    as relation (name)
cross join unnest(array['update %s set created_at = created_at', 'delete from %s', 'truncate %s']) as change (sql)
where change.sql not like 'truncate%' or relation.name like '%' || :'suffix';
select is(
    tests.attempt('thin_owner', null, format(change.sql, 'credits.' || relation.name)),
    '42501',
    format('the owner: ' || change.sql, relation.name)
)
from unnest(array['archived_entries', 'archived_reservations' || :'suffix']) as relation (name)
cross join unnest(array['update %s set created_at = created_at', 'delete from %s', 'truncate %s']) as change (sql);
select is(
    tests.attempt(r.role, :'user_id', format('select * from credits.archived_entries%s', :'suffix')),
    '42501',
    format('%s reads no partition', r.role)
)
from unnest(array['authenticated', 'service_role']) as r (role);

select * from finish();
rollback;
