-- What is missing on either side, and what differs.
begin;
select plan(6);

select tests.a_pack();
select tests.a_user() as user_id \gset
select tests.a_checkout(:'user_id', 'planted') as same \gset
select tests.a_checkout(:'user_id', 'planted') as refunded \gset
select tests.a_checkout(:'user_id', 'planted') as gone \gset
select tests.receive('checkout.session.completed', tests.stripe_session(c::uuid), 5)
from unnest(array[:'same', :'refunded', :'gone']) c;
select jsonb_agg(o) as objects
from (values
    (tests.stripe_charge(:'same', 0) || '{"status": "succeeded", "created": 1798761600}'),
    (
        jsonb_build_object(
            'object', 'payment_intent', 'id', tests.stripe_name('pi', :'same'), 'amount', 1000, 'amount_received', 1000,
            'currency', 'usd', 'status', 'succeeded', 'created', 1798761600
        )
    ),
    (tests.stripe_charge(:'refunded', 300) || '{"status": "succeeded", "created": 1798761610}'),
    ('{"object": "payment_intent", "id": "pi_x", "amount": 7, "currency": "eur", "status": "succeeded", "created": 1798761601}'),
    ('{"object": "payment_intent", "id": "pi_y", "amount": 7, "currency": "eur", "status": "canceled", "created": 1798761601}')
) as l (o) \gset
select set_eq(
    format('select stripe_id, kind, theirs, ours from billing.reconcile(%L)', :'objects'),
    format(
        $$values ('pi_x', 'missing_here', '7 eur', null), (%L, 'missing_there', null, '1000 usd'), (%L, 'refunded', '300', '0')$$,
        tests.stripe_name('pi', :'gone'), tests.stripe_name('pi', :'refunded')
    ),
    'found'
);
select is_empty(format('select from billing.reconcile(%L, ''2027-01-02'')', :'objects'), 'of what is older nothing is told');
select set_eq(
    format('select stripe_id, kind from billing.reconcile(%L, ''2027-01-01 00:00:05+00'')', :'objects'),
    format(
        $$values (%L, 'missing_there'), (%L, 'refunded')$$,
        tests.stripe_name('pi', :'gone'), tests.stripe_name('pi', :'refunded')
    ),
    'from the second on'
);
select is((select count(*) from billing.reconcile('[]')), 0::bigint, 'of nothing nothing');
select is(
    (select count(*) from billing.reconcile('[]', '2027-01-01', '2027-01-02')), 3::bigint, 'unless a time is named'
);
select is(tests.refusal('select billing.reconcile(''{}'')'), 'TH001 stripe_objects', 'no list');

select * from finish();
rollback;
