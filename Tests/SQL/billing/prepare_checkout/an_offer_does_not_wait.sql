-- What was offered and never opened can't be opened later, at a price of long ago, under a key that Stripe has forgotten.
begin;
select plan(5);

select tests.a_pack();
select tests.a_user() as user_id \gset
select tests.a_checkout(:'user_id', 'planted');
select (r).id, (r).path from billing.prepare_checkout(:'user_id', 'planted', p_idempotency_key => 'k') r \gset
update billing.packs set unit_amount = 5000 where id = 'planted';
select is((billing.prepare_checkout(:'user_id', 'planted', p_idempotency_key => 'k')).path, :'path'::text, 'offered');
update billing.checkouts set created_at = now() - interval '61 minutes' where id = :'id';
select is(
    tests.refusal(format('select billing.prepare_checkout(%L, ''planted'', p_idempotency_key => ''k'')', :'user_id')),
    'TH417 expired', 'an hour ago'
);
update billing.checkouts set created_at = now() where id = :'id';
select from tests.a_checkout(:'user_id', 'planted', p_idempotency_key => 'k');
select is((select c.status from billing.checkouts c where c.id = :'id'), 'open', 'opened in time');
update billing.checkouts set created_at = now() - interval '25 hours' where id = :'id';
select is(
    tests.refusal(format('select billing.prepare_checkout(%L, ''planted'', p_idempotency_key => ''k'')', :'user_id')),
    'TH417 expired', 'its page is closed, whether or not that was told'
);
select is(
    tests.receive('checkout.session.completed', tests.stripe_session(:'id')), 'processed', 'though what was paid there counts'
);

select * from finish();
rollback;
