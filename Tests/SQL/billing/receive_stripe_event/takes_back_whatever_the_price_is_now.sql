-- What was paid for is taken back by a refund or a chargeback, and the subscription is frozen, although it has meanwhile been
-- changed at Stripe to a price that isn't known here.
begin;
select plan(9);

select tests.a_priced_plan('team', 2000, 20000, 30);
update billing.plans set monthly_credits = 500 where id = 'team';
create function tests.a_changed_subscription() returns uuid language plpgsql as $$
declare
    v_user_id uuid := tests.a_user();
    c uuid := tests.a_checkout(v_user_id, p_plan => 'team');
begin
    perform tests.receive(
        'invoice.paid',
        tests.stripe_invoice(
            c, 0,
            jsonb_build_object('lines', jsonb_build_object('data', jsonb_build_array(jsonb_build_object('period',
                jsonb_build_object(
                    'start', extract(epoch from now())::bigint - 60,
                    'end', extract(epoch from now())::bigint + 2592000
                )
            )))),
            true
        ),
        1
    );
    perform credits.refresh(v_user_id);
    perform tests.receive(
        'customer.subscription.updated', jsonb_set(tests.stripe_subscription(c), '{items,data,0,quantity}', '2'), 2
    );
    return c;
end
$$;
select tests.a_changed_subscription() as id \gset
select c.user_id from billing.checkouts c where c.id = :'id' \gset
select is(tests.balance(:'user_id'), '500 available, 0 held, 0 owed', 'credits of the month');
select tests.receive('charge.refunded', tests.stripe_charge(:'id', 500), 3);
select is(tests.balance(:'user_id'), '375 available, 0 held, 0 owed', 'refunded in part');
select tests.receive('charge.dispute.created', tests.stripe_dispute(:'id', 'needs_response', 1500), 4);
select is(tests.balance(:'user_id'), '0 available, 0 held, 0 owed', 'disputed');
select is(billing.plan_of(:'user_id'), 'free', 'frozen');
select is(
    (select concat_ws(' ', p.refunded, p.disputed) from billing.payments p where p.user_id = :'user_id'), '500 1500', 'and noted'
);
select tests.receive('charge.dispute.closed', tests.stripe_dispute(:'id', 'won', 1500), 5);
select is(tests.balance(:'user_id'), '375 available, 0 held, 0 owed', 'won');
select is(
    tests.receive('customer.subscription.updated', tests.stripe_subscription(:'id'), 6), 'processed', 'changed back'
);
select is(billing.plan_of(:'user_id'), 'team', 'as before');
select is_empty('select credits.verify()', 'the ledger is sound');

select * from finish();
rollback;
