-- What the free plan gives within a period that was paid for wasn't bought by it, so no chargeback takes it.
begin;
select plan(3);

select tests.a_priced_plan('team', 2000, 20000, 30);
update billing.plans set monthly_credits = 500 where id = 'team';
update billing.plans set monthly_credits = 80 where id = 'free';
select tests.a_user() as user_id \gset
select tests.a_checkout(:'user_id', p_plan => 'team') as id \gset
select tests.receive(
    'invoice.paid',
    tests.stripe_invoice(
        :'id', 0,
        jsonb_build_object('lines', jsonb_build_object('data', jsonb_build_array(jsonb_build_object('period', jsonb_build_object(
            'start', extract(epoch from now())::bigint - 60, 'end', extract(epoch from now())::bigint + 2592000
        ))))), true
    ),
    1
);
select tests.receive('charge.dispute.created', tests.stripe_dispute(:'id', 'needs_response'), 2);
select from credits.refresh(:'user_id');
select is(tests.balance(:'user_id'), '80 available, 0 held, 0 owed', 'what everybody gets');
select tests.receive('charge.dispute.closed', tests.stripe_dispute(:'id', 'lost'), 3);
select is(tests.balance(:'user_id'), '80 available, 0 held, 0 owed', 'stays');
select is((select p.status from billing.payments p where p.user_id = :'user_id'), 'disputed', 'lost');

select * from finish();
rollback;
