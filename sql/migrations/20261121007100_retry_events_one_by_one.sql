-- Each event locks an account, and a transaction of several would lock them in the order of the events: calls that lock
-- accounts in key order could then wait for it in a circle.
update ops.jobs
set statement = 'select case when billing.retry_stripe_events(1) = 1 then ''more'' end'
where
    name = 'stripe_events'
    and statement = 'select case when billing.retry_stripe_events(100) = 100 then ''more'' end';
