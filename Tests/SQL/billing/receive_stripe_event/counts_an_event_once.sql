-- An event counts once, ever, and a session once, whatever tells of it.
begin;
select plan(10);

select tests.a_pack();
select tests.a_user() as user_id \gset
select tests.a_checkout(:'user_id', 'planted') as id \gset
select tests.a_checkout(:'user_id', 'planted') as other \gset
select is(tests.receive('checkout.session.completed', tests.stripe_session(:'id'), 1, 'evt_1'), 'processed', 'first');
select is(
    (
        select concat_ws(' ', r.status, r.is_new)
        from billing.receive_stripe_event(
            tests.stripe_event('checkout.session.completed', tests.stripe_session(:'id'), 1, 'evt_1')
        ) r
    ),
    'processed f', 'a repeat is told so'
);
select is(
    tests.receive('checkout.session.completed', tests.stripe_session(:'other'), 1, 'evt_1'), 'processed',
    'another event under its id is none'
);
select is(tests.balance(:'user_id'), '1000 available, 0 held, 0 owed', 'granted once');
select is(
    tests.receive('checkout.session.completed', tests.stripe_session(:'id'), 2, 'evt_2'), 'processed',
    'the session in another event'
);
select is(
    tests.receive('checkout.session.async_payment_succeeded', tests.stripe_session(:'id'), 3), 'processed', 'and type'
);
select is(tests.balance(:'user_id'), '1000 available, 0 held, 0 owed', 'still once');
select is((select count(*) from billing.payments p where p.user_id = :'user_id'), 1::bigint, 'one payment');
select is((select count(*) from billing.stripe_events e where e.id in ('evt_1', 'evt_2')), 2::bigint, 'both are kept');
savepoint crash;
select tests.receive('checkout.session.completed', tests.stripe_session(:'other'), 4, 'evt_4');
rollback to crash;
select is(
    tests.receive('checkout.session.completed', tests.stripe_session(:'other'), 4, 'evt_4')
    || ': ' || tests.balance(:'user_id'),
    'processed: 2000 available, 0 held, 0 owed', 'what was not committed counts when it comes again'
);

select * from finish();
rollback;
