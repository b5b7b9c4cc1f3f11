-- What a drop leaves is never changed, removed or truncated, not even by the owner or an administrator; drops are in the
-- log.
-- Alone: months of the archive are dropped.
begin;
select plan(18);

-- First, as it waits for whoever else is at it.
select is(left(tests.refusal('truncate credits.' || t.name), 5), 'TH500', 'truncate ' || t.name)
from unnest(array['drops', 'checkpoints', 'checkpoint_grants', 'checkpoint_reservations', 'kept_entries']) as t (name);
select tests.a_long_story() as user_id \gset
select tests.drop_old_months();
select is(left(tests.refusal(format(change.sql, t.name)), 5), 'TH500', format(change.sql, t.name))
from unnest(array['drops', 'checkpoints', 'checkpoint_grants', 'checkpoint_reservations']) as t (name)
cross join unnest(array['update credits.%s set number = number', 'delete from credits.%s']) as change (sql);
select is(
    tests.attempt('thin_owner', null, format('update credits.%s set number = 1', t.name)), '42501', 'the owner: ' || t.name
)
from unnest(array['drops', 'checkpoints', 'checkpoint_grants', 'checkpoint_reservations']) as t (name);
select isnt_empty(
    'select from audit.log where relation = ''credits.drops'' and operation = ''insert''', 'in the log'
);

select * from finish();
rollback;
