-- A chargeback that is lost freezes the period that it was about, not those that are paid for later.
begin;
select plan(7);

select tests.a_priced_plan('team', 2000, 20000, 30);
create function tests.status_of(p_user_id uuid) returns text language sql volatile as $$
    select s.status from billing.subscriptions s where s.user_id = p_user_id
$$;
select tests.a_user() as user_id \gset
select tests.a_checkout(:'user_id', p_plan => 'team') as id \gset
select tests.receive('invoice.paid', tests.stripe_invoice(:'id', 0, p_is_old => true), 1);
select tests.receive('customer.subscription.updated', tests.stripe_subscription(:'id'), 1);
select tests.receive('charge.dispute.created', tests.stripe_dispute(:'id', 'needs_response'), 2);
select is(tests.status_of(:'user_id'), 'paused', 'disputed');
select tests.receive('invoice.paid', tests.stripe_invoice(:'id', 1, p_is_old => true), 3);
select is(tests.status_of(:'user_id'), 'paused', 'until it is decided, whatever is paid for');
savepoint before;
select tests.receive('charge.dispute.closed', tests.stripe_dispute(:'id', 'lost'), 4);
select is(tests.status_of(:'user_id'), 'active', 'lost: what was paid for since goes on');
select is(
    (select p.status from billing.payments p where p.user_id = :'user_id' order by p.paid_at limit 1), 'disputed', 'without what is lost'
);
select tests.receive(
    'charge.dispute.created',
    tests.stripe_dispute(:'id', 'lost')
    || jsonb_build_object('id', 'du_next', 'payment_intent', tests.stripe_name('pi', :'id', '1')), 5
);
select is(tests.status_of(:'user_id'), 'paused', 'unless that is lost, too');
rollback to before;
select tests.receive('charge.dispute.closed', tests.stripe_dispute(:'id', 'won'), 4);
select is(tests.status_of(:'user_id'), 'active', 'won');
rollback to before;
delete from billing.payments where user_id = :'user_id' and period_start_at > '2027-01-15';
update billing.invoices set paid_at = null, failed_at = now() where id = tests.stripe_name('in', :'id', '1');
select tests.receive('charge.dispute.closed', tests.stripe_dispute(:'id', 'lost'), 4);
select is(tests.status_of(:'user_id'), 'paused', 'lost, with nothing paid for since');

select * from finish();
rollback;
