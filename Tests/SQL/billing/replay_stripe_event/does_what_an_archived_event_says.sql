-- An event that failed has its effect when it is replayed from the archive, once.
begin;
select plan(5);

select tests.a_pack();
select tests.a_user() as user_id \gset
select tests.a_checkout(:'user_id', 'planted') as id \gset
delete from credits.metadata_keys where key = 'order_id';
select is(
    tests.receive('checkout.session.completed', tests.stripe_session(:'id'), 1, 'evt_1'), 'failed TH001 invalid argument', 'it fails'
);
update billing.stripe_events e set next_attempt_at = null, received_at = now() - interval '6 months';
select tests.run_job('retention');
insert into credits.metadata_keys (key, description) values ('order_id', 'x');
select is((billing.replay_stripe_event('evt_1')).status, 'processed', 'it is replayed');
select is(tests.balance(:'user_id'), '1000 available, 0 held, 0 owed', 'with its effect');
select is((billing.replay_stripe_event('evt_1')).attempts, 2, 'once');
select is((select count(*) from billing.archived_payloads), 1::bigint, 'and stays archived');

select * from finish();
rollback;
