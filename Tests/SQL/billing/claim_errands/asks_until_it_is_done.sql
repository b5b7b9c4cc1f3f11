-- Whoever goes isn't billed any more: Stripe is asked to end the subscription, to close open pages and to forget who it
-- was, again until it has done so.
begin;
select plan(13);

select tests.a_pack(), tests.a_priced_plan('gold', 1000);
select tests.a_person('payer@example.com') as id \gset
select tests.a_checkout(:'id', p_plan => 'gold', p_cycle => 'monthly') as bought \gset
select tests.receive('checkout.session.completed', tests.stripe_session(:'bought'));
select tests.a_checkout(:'id', 'planted') as open \gset
select count(*) from billing.prepare_checkout(:'id', 'planted', null, null, false, false);
select ops.erase_account(:'id', 'asked for', null);

select set_eq(
    format('select kind, stripe_id::text from billing.stripe_errands where user_id = %L', :'id'),
    format(
        'values (''cancel_subscription'', %L), (''expire_session'', %L), (''forget_customer'', %L)',
        tests.stripe_name('sub', :'bought'), tests.stripe_name('cs', :'open'), tests.stripe_name('cus', :'id')
    ), 'what is to be asked'
);
select is(
    (select count(*) from billing.checkouts c where c.user_id = :'id' and c.status = 'prepared'), 0::bigint,
    'what was being prepared is off'
);
create temporary table claimed as select c.* from billing.claim_errands() c;
select set_eq(
    'select step, path, parameters from claimed',
    format(
        $$values ('cancel_subscription', '/v1/subscriptions/%s', '{"cancel_at_period_end": true}'::jsonb),
            ('expire_session', '/v1/checkout/sessions/%s/expire', '{}'),
            ('forget_customer', '/v1/customers/%s',
                '{"email": "", "name": "", "phone": "", "address": "", "shipping": "", "description": ""}')$$,
        tests.stripe_name('sub', :'bought'), tests.stripe_name('cs', :'open'), tests.stripe_name('cus', :'id')
    ), 'as Stripe''s API has it'
);
select is((select count(distinct c.idempotency_key) from claimed c), 3::bigint, 'each under a key of its own');
select is_empty('select from billing.claim_errands()', 'claimed by one alone');

select id as errand from claimed where step = 'cancel_subscription' \gset
select billing.settle_errand(:'id', :'errand', '{"error": {"type": "invalid_request_error"}}');
select is(
    (select e.done_at is null and e.last_error = 'invalid_request_error' from billing.stripe_errands e where e.id = :'errand'),
    true, 'a refusal that says nothing sure is tried again'
);
update billing.stripe_errands e set next_attempt_at = now() where e.id = :'errand';
select isnt(
    (select c.idempotency_key from billing.claim_errands() c),
    (select c.idempotency_key from claimed c where c.id = :'errand'), 'under another key'
);
select billing.settle_errand(:'id', :'errand', '{"id": "sub_1", "cancel_at_period_end": true}');
select isnt((select e.done_at from billing.stripe_errands e where e.id = :'errand'), null, 'an answer is the end');
select is(
    tests.refusal(format('select billing.settle_errand(%L, %L, ''{}'')', :'id', :'errand')), 'TH404 errand', 'once'
);
select id as forget from claimed where step = 'forget_customer' \gset
select billing.settle_errand(:'id', :'forget', '{"error": {"type": "invalid_request_error", "code": "resource_missing"}}');
select isnt((select e.done_at from billing.stripe_errands e where e.id = :'forget'), null, 'so is that it is gone');
update billing.checkouts c set status = 'expired' where c.id = :'open';
update billing.stripe_errands e set next_attempt_at = now() where e.done_at is null;
select is_empty('select from billing.claim_errands()', 'what has ended by itself is asked no more');
select is(
    (select count(*) from billing.stripe_errands e where e.user_id = :'id' and e.done_at is null), 0::bigint, 'all done'
);
select is_empty(format('select * from credits.verify(%L)', :'id'), 'the ledger is sound');

select * from finish();
rollback;
