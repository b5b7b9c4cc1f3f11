-- A session that is paid before the answer that names it was stored counts; the answer changes nothing then.
begin;
select plan(5);

select tests.a_pack();
select tests.a_user() as user_id \gset
select tests.a_checkout(:'user_id', 'planted');
select (r).id, (r).step from billing.prepare_checkout(:'user_id', 'planted', p_idempotency_key => 'k') r \gset
select is(:'step'::text, 'session', 'asked for');
select is(tests.receive('checkout.session.completed', tests.stripe_session(:'id')), 'processed', 'paid for');
select is(tests.balance(:'user_id'), '1000 available, 0 held, 0 owed', 'granted');
select is(
    tests.refusal(
        format(
            'select billing.take_stripe_answer(%L, %L, ''session'', ''{"id": "%s"}'')', :'user_id', :'id',
            tests.stripe_name('cs', :'id')
        )
    ),
    'TH417 completed', 'the answer comes too late'
);
select is(
    tests.refusal(format('select billing.prepare_checkout(%L, ''planted'', p_idempotency_key => ''k'')', :'user_id')),
    'TH417 completed', 'as does a repeat'
);

select * from finish();
rollback;
