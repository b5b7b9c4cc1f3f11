-- A refund at Stripe may have no status: it gives nothing again, as only one that failed or was canceled does.
begin;
select plan(3);

select tests.a_pack();
select tests.a_user() as user_id \gset
select tests.a_checkout(:'user_id', 'planted') as id \gset
select tests.receive('checkout.session.completed', tests.stripe_session(:'id'), 1);
select tests.receive('charge.refunded', tests.stripe_charge(:'id', 1000), 2);
select tests.receive(
    'refund.updated',
    jsonb_build_object(
        'object', 'refund', 'id', 're_1', 'amount', 1000, 'charge', tests.stripe_name('ch', :'id'),
        'payment_intent', tests.stripe_name('pi', :'id')
    ) || c.changes::jsonb,
    3
)
from unnest(array['{"status": null}', '{}', '{"status": "pending"}', '{"status": "requires_action"}']) as c (changes);
select is_empty('select from billing.failed_refunds', 'none failed');
select is(tests.balance(:'user_id'), '0 available, 0 held, 0 owed', 'nothing is given again');
select is((select p.status from billing.payments p where p.user_id = :'user_id'), 'refunded', 'refunded');

select * from finish();
rollback;
