-- A user sees the own purchases, and nobody sees what isn't for people.
begin;
select plan(36);

select tests.a_pack();
select tests.a_user() as one \gset
select tests.a_user() as other \gset
select tests.receive('checkout.session.completed', tests.stripe_session(tests.a_checkout(u::uuid, 'planted')))
from unnest(array[:'one', :'other']) u;
select is(
    tests.attempt('authenticated', :'one', 'select string_agg(concat_ws('' '', user_id, pack, amount, currency, status), '','') from api.purchases'),
    :'one' || ' planted 1000 usd paid', 'a user'
);
select is(
    tests.attempt('authenticated', :'one', format('select count(*) from api.purchases where user_id = %L', :'other')), '0', 'no other'
);
select is(
    tests.attempt('service_role', null, format('select count(*) from api.purchases where user_id in (%L, %L)', :'one', :'other')),
    '2', 'a service all'
);
select is(tests.attempt(who.role, :'one', sql), '42501', who.role || ': ' || sql)
from (values ('anon'), ('authenticated')) as who (role)
cross join unnest(array[
    'update api.purchases set refunded = 0', 'select count(*) from billing.checkouts',
    'select count(*) from billing.stripe_events', 'select count(*) from billing.customers',
    'select count(*) from billing.disputes', 'update api.packs set unit_amount = 1',
    'select billing.receive_stripe_event(''{}'')', 'select billing.prepare_checkout(gen_random_uuid(), ''planted'')',
    'select billing.take_stripe_answer(gen_random_uuid(), gen_random_uuid(), ''session'', ''{}'')',
    'select billing.claim_top_ups()', 'select billing.reconcile(''[]'')', 'select billing.replay_stripe_event(''evt_1'')',
    'select billing.settle_payment(gen_random_uuid(), gen_random_uuid())', 'insert into api.purchases (amount) values (1)'
]) as sql;
select is(tests.attempt('service_role', null, sql), '42501', 'service_role: ' || sql)
from unnest(array[
    'select payload from billing.stripe_events', 'update billing.payments set refunded = 0',
    'insert into billing.stripe_events (id) values (''evt_1'')', 'delete from billing.checkouts',
    'select billing.record_purchase(null, null, null, null, null, null, null, null, null, null)'
]) as sql;

select * from finish();
rollback;
