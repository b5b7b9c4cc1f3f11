-- An event that fails is kept with its error and without effect, tried again with pauses, and can be replayed.
begin;
select plan(15);

select tests.a_pack();
select tests.a_user() as user_id \gset
select tests.a_checkout(:'user_id', 'planted') as id \gset
delete from credits.metadata_keys where key = 'order_id';
select is(
    tests.receive('checkout.session.completed', tests.stripe_session(:'id'), 1, 'evt_1'),
    'failed TH001 invalid argument', 'it fails'
);
select is(tests.balance(:'user_id'), '0 available, 0 held, 0 owed', 'without effect');
select is((select c.status from billing.checkouts c where c.id = :'id'), 'open', 'on anything');
select is(
    (select round(extract(epoch from e.next_attempt_at - e.settled_at)) from billing.stripe_events e), 60::numeric,
    'it is due in a minute'
);
select is(billing.retry_stripe_events(), 0, 'not before');
select is(
    tests.receive('checkout.session.completed', tests.stripe_session(:'id'), 1, 'evt_1'),
    'failed TH001 invalid argument', 'a repeat changes nothing'
);
select is((select e.attempts from billing.stripe_events e), 1, 'and is no attempt');

update billing.stripe_events set next_attempt_at = now() - interval '1 second';
select is(billing.retry_stripe_events(), 1, 'then it is tried');
select is(
    (select concat_ws(' ', e.attempts, round(extract(epoch from e.next_attempt_at - e.settled_at))) from billing.stripe_events e),
    '2 120', 'and again after two minutes'
);
update billing.stripe_events set attempts = 11, next_attempt_at = now() - interval '1 second';
select is(billing.retry_stripe_events(), 1, 'twelve times in all');
select is(
    (select concat_ws(' ', e.attempts, e.status, e.next_attempt_at) from billing.stripe_events e), '12 failed',
    'then it waits for somebody'
);
insert into credits.metadata_keys (key, description) values ('order_id', 'x');
select is((billing.replay_stripe_event('evt_1')).status, 'processed', 'who replays it');
select is(tests.balance(:'user_id'), '1000 available, 0 held, 0 owed', 'with its effect');
select is((billing.replay_stripe_event('evt_1')).attempts, 13, 'once');
select is(tests.refusal('select billing.replay_stripe_event(''evt_2'')'), 'TH404 event', 'of what is there');

select * from finish();
rollback;
