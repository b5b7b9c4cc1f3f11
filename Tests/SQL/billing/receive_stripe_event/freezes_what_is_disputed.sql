-- A chargeback takes what it disputes until it is won; what was spent is owed, what can't be owed is written off, and
-- both are as before when it is won.
begin;
select plan(19);

select tests.a_pack();
select tests.a_pack('brief', 1000, 1000, 30);
select tests.a_user() as user_id \gset
select tests.a_checkout(:'user_id', 'brief') as id \gset
select tests.receive('checkout.session.completed', tests.stripe_session(:'id'), 1);
select is(
    (select round(extract(epoch from g.expires_at - g.created_at) / 86400) from credits.grants g where g.user_id = :'user_id'),
    30::numeric, 'bought for 30 days'
);
select from credits.confirm(:'user_id', (credits.reserve(:'user_id', 600, 'job')).id);
select (credits.reserve(:'user_id', 100, 'job')).id as hold \gset
update credits.accounts set clawback_limit = 450 where user_id = :'user_id';
select is(tests.receive('charge.dispute.created', tests.stripe_dispute(:'id', 'warning_needs_response'), 2), 'processed', 'an inquiry');
select is(tests.balance(:'user_id'), '300 available, 100 held, 0 owed', 'takes nothing');
select tests.receive('charge.dispute.updated', tests.stripe_dispute(:'id', 'needs_response'), 3);
select is(tests.balance(:'user_id'), '0 available, 100 held, 450 owed', 'a chargeback all but what is held');
select is((select r.written_off::numeric from credits.revocations r where r.user_id = :'user_id'), 250::numeric, 'and writes off the rest');
select is(
    tests.refusal(format('select credits.reserve(%L, 1, ''job'')', :'user_id')), 'TH402', 'nothing can be spent'
);
select is((select p.status from billing.payments p where p.user_id = :'user_id'), 'disputed', 'disputed');
select tests.receive('charge.dispute.updated', tests.stripe_dispute(:'id', 'under_review'), 4);
select is((select count(*) from credits.revocations r where r.user_id = :'user_id'), 1::bigint, 'once');
select tests.receive('charge.dispute.closed', tests.stripe_dispute(:'id', 'won'), 5);
select is(tests.balance(:'user_id'), '300 available, 100 held, 0 owed', 'won: as it was');
select is(
    (select concat_ws(' ', r.amount, r.forgiven) from billing.payment_returns r where r.user_id = :'user_id'),
    '1000 250', 'without what had been written off'
);
select ok(
    (
        select g.expires_at between now() + interval '29 days' and now() + interval '31 days'
        from credits.grants g
        join billing.payment_returns r on r.user_id = g.user_id and r.grant_id = g.id
        where g.user_id = :'user_id'
    ),
    'living as long as was left'
);
select tests.receive('charge.dispute.created', tests.stripe_dispute(:'id', 'needs_response'), 6);
select is(tests.balance(:'user_id'), '300 available, 100 held, 0 owed', 'what was decided stays so');
select is((select p.status from billing.payments p where p.user_id = :'user_id'), 'paid', 'paid');
select from credits.confirm(:'user_id', :'hold');

-- Another one, lost.
select tests.receive('charge.dispute.closed', tests.stripe_dispute(:'id', 'lost', 500) || '{"id": "du_2"}', 7);
select is(tests.balance(:'user_id'), '0 available, 0 held, 200 owed', 'lost: half is gone');
select tests.receive('charge.refunded', tests.stripe_charge(:'id', 1000), 8);
select is(
    (select concat_ws(' ', p.status, p.refunded, p.disputed) from billing.payments p where p.user_id = :'user_id'),
    'refunded 1000 0', 'no more than all goes back'
);
select is_empty(format('select credits.verify(%L)', :'user_id'), 'the ledger is sound');

-- What is disputed in another currency is all of it.
select tests.a_user() as user_id \gset
select tests.a_checkout(:'user_id', 'planted') as id \gset
select tests.receive('checkout.session.completed', tests.stripe_session(:'id'), 1);
select tests.receive('charge.dispute.created', tests.stripe_dispute(:'id', 'needs_response', 5) || '{"currency": "eur"}', 2);
select is(tests.balance(:'user_id'), '0 available, 0 held, 0 owed', 'disputed in another currency');

-- Somebody has taken it back by hand already.
select tests.a_user() as user_id \gset
select tests.a_checkout(:'user_id', 'planted') as id \gset
select tests.receive('checkout.session.completed', tests.stripe_session(:'id'), 1);
select from credits.revoke_grant(:'user_id', (select p.grant_id from billing.payments p where p.user_id = :'user_id'), 'refund');
select is(tests.receive('charge.refunded', tests.stripe_charge(:'id', 1000), 2), 'processed', 'taken back by hand already');
select is(tests.balance(:'user_id'), '0 available, 0 held, 0 owed', 'not twice');

select * from finish();
rollback;
