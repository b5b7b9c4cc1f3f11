-- A refund of credits that are partly spent leaves debt, which the next purchase repays.
begin;
select plan(8);

select tests.a_pack();
select tests.a_user() as user_id \gset
select tests.a_checkout(:'user_id', 'planted') as id \gset
select tests.a_checkout(:'user_id', 'planted') as next \gset
select tests.receive('checkout.session.completed', tests.stripe_session(:'id'), 1);
select from credits.confirm(:'user_id', (credits.reserve(:'user_id', 700, 'job')).id);
select tests.receive('charge.refunded', tests.stripe_charge(:'id', 250), 2);
select is(tests.balance(:'user_id'), '50 available, 0 held, 0 owed', 'part of what is left');
select tests.receive('charge.refunded', tests.stripe_charge(:'id', 1000), 3);
select is(tests.balance(:'user_id'), '0 available, 0 held, 700 owed', 'all that is left, and debt');
select tests.receive('charge.refunded', tests.stripe_charge(:'id', 250), 2);
select is(tests.balance(:'user_id'), '0 available, 0 held, 700 owed', 'an older refund changes nothing');
select tests.receive('checkout.session.completed', tests.stripe_session(:'next'), 4);
select is(tests.balance(:'user_id'), '300 available, 0 held, 0 owed', 'the next purchase repays it');
select results_eq(
    format('select kind::text, amount::numeric, taken::numeric, owed::numeric from credits.revocations where user_id = %L order by created_at', :'user_id'),
    $$values ('refund'::text, 250::numeric, 250::numeric, 0::numeric), ('refund', 750, 50, 700)$$, 'as refunds'
);
select is(
    (select string_agg(concat_ws(' ', p.status, p.refunded), ', ' order by p.paid_at) from billing.payments p where p.user_id = :'user_id'),
    'refunded 1000, paid 0', 'payments'
);
-- A refund that failed.
select tests.receive('charge.refunded', tests.stripe_charge(:'id', 250), 5);
select is(tests.balance(:'user_id'), '1050 available, 0 held, 0 owed', 'what was taken in vain is given again');
select is_empty(format('select credits.verify(%L)', :'user_id'), 'the ledger is sound');

select * from finish();
rollback;
