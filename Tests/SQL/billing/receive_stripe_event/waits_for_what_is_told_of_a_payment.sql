-- Who makes known whose a payment is has its payment intents locked, so that a refund or a chargeback that is told of at the
-- same moment isn't missed by both.
begin;
select plan(4);

select tests.a_priced_plan('team', 2000, 20000, 30);
create function tests.is_locked(p_checkout_id uuid) returns boolean language sql volatile as $$
    select r.xmax::text <> '0' from billing.stripe_references r where r.id = tests.stripe_name('pi', p_checkout_id)
$$;
select tests.a_user() as user_id \gset
select tests.a_checkout(:'user_id', p_plan => 'team') as id \gset
select tests.receive('invoice_payment.paid', tests.stripe_invoice_payment(:'id'), 1);
select is(tests.is_locked(:'id'), false, 'as it was written');
select tests.receive('invoice.paid', tests.stripe_invoice(:'id'), 2);
select is(tests.is_locked(:'id'), true, 'by whoever links its invoice');

select tests.a_user() as user_id \gset
select tests.a_checkout(:'user_id', p_plan => 'team') as id \gset
select tests.receive(
    'invoice.paid',
    tests.stripe_invoice(
        :'id', 0,
        jsonb_build_object('parent', jsonb_build_object(
            'subscription_details', jsonb_build_object('subscription', tests.stripe_name('sub', :'id'))
        ))
    ),
    1
);
select tests.receive('invoice_payment.paid', tests.stripe_invoice_payment(:'id'), 2);
select is(tests.is_locked(:'id'), false, 'linked to it');
select tests.receive('checkout.session.completed', tests.stripe_session(:'id'), 3);
select is(tests.is_locked(:'id'), true, 'by whoever tells whose its subscription is');

select * from finish();
rollback;
