-- Nothing is bought by itself for whoever hasn't agreed to it, said how much, and saved something to pay with.
begin;
select plan(17);

select tests.a_pack();
select tests.a_user() as user_id \gset
select tests.a_checkout(:'user_id', 'planted', p_saves_payment_method => true) as id \gset
select tests.receive('checkout.session.completed', tests.stripe_session(:'id'), 1);
select is(
    tests.refusal(format('select billing.set_top_up(%L, ''planted'', 100, 2000, true)', :'user_id')),
    'TH418 payment_method', 'nothing to pay with'
);
select jsonb_build_object(
    'object', 'payment_intent', 'id', tests.stripe_name('pi', :'id'), 'customer', tests.stripe_name('cus', :'user_id'),
    'status', 'succeeded', 'payment_method', 'pm_1', 'setup_future_usage', 'off_session',
    'metadata', jsonb_build_object('user_id', :'user_id', 'checkout_id', :'id')
) as intent \gset
select tests.receive('payment_intent.succeeded', :'intent'::jsonb || c.changes::jsonb, 2)
from unnest(array[
    '{"setup_future_usage": null}', '{"customer": "cus_x"}', '{"metadata": {}}', '{"payment_method": null}'
]) as c (changes);
select is((select c.payment_method_id from billing.customers c where c.user_id = :'user_id'), null, 'nor saved by mistake');
select tests.receive('payment_intent.succeeded', :'intent', 2);
select tests.receive('payment_intent.succeeded', :'intent'::jsonb || '{"payment_method": "pm_0"}', 1);
select is((select c.payment_method_id::text from billing.customers c where c.user_id = :'user_id'), 'pm_1', 'saved');
select is(tests.refusal(format('select billing.set_top_up(%s)', c.arguments)), c.refusal, c.arguments)
from (values
    (format('%L, ''planted'', 100, 2000, false', :'user_id'), 'TH001 consents'),
    (format('%L, ''planted'', 100, 2000, null', :'user_id'), 'TH001 consents'),
    (format('%L, ''none'', 100, 2000, true', :'user_id'), 'TH404 pack'),
    (format('%L, null, 100, 2000, true', :'user_id'), 'TH404 pack'),
    (format('%L, ''planted'', 0, 2000, true', :'user_id'), 'TH001 threshold'),
    (format('%L, ''planted'', ''NaN'', 2000, true', :'user_id'), 'TH001 threshold'),
    (format('%L, ''planted'', 1.00001, 2000, true', :'user_id'), 'TH001 threshold'),
    (format('%L, ''planted'', null, 2000, true', :'user_id'), 'TH001 threshold'),
    (format('%L, ''planted'', 100, 999, true', :'user_id'), 'TH001 ceiling'),
    (format('%L, ''planted'', 100, null, true', :'user_id'), 'TH001 ceiling'),
    ('gen_random_uuid(), ''planted'', 100, 2000, true', 'TH404 account'),
    ('null, ''planted'', 100, 2000, true', 'TH001 user_id')
) as c (arguments, refusal);
select is((billing.set_top_up(:'user_id', 'planted', 100, 2000, true)).is_enabled, true, 'agreed');
select is((billing.stop_top_up(:'user_id')).is_enabled, false, 'and taken back');

select * from finish();
rollback;
