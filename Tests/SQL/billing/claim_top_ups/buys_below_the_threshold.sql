-- A top-up is claimed once a user at a time, below the threshold, up to the ceiling, and given to another worker under
-- the same key while it isn't known what came of it.
begin;
select plan(20);

select tests.a_saver(99.9999) as user_id \gset
select tests.a_saver(100) as rich \gset
select * from billing.claim_top_ups() \gset
select is(:'path'::text, '/v1/payment_intents', 'claimed');
select is(
    :'parameters'::jsonb,
    jsonb_build_object(
        'amount', 1000, 'currency', 'usd', 'customer', tests.stripe_name('cus', :'user_id'), 'payment_method', 'pm_1',
        'off_session', true, 'confirm', true,
        'metadata', jsonb_build_object('user_id', :'user_id', 'top_up_id', :'id')
    ),
    'for whom the balance is low'
);
select is((select count(*) from billing.claim_top_ups()), 0::bigint, 'once');
update billing.top_ups set next_attempt_at = now() - interval '1 second';
select is((select c.idempotency_key from billing.claim_top_ups() c), :'idempotency_key'::text, 'a worker that died leaves it, under its key');
update billing.top_ups set next_attempt_at = now() - interval '1 second', created_at = now() - interval '23 hours';
select is((select count(*) from billing.claim_top_ups()), 0::bigint, 'as long as Stripe knows the key');
select is(
    (billing.settle_top_up(:'user_id', :'id', tests.stripe_answer(row(:'user_id', :'id', 'top_up', :'path', '', :'parameters'::jsonb, null)::billing.stripe_request))).status,
    'succeeded', 'paid'
);
select is(tests.balance(:'user_id'), '1099.9999 available, 0 held, 0 owed', 'granted');
select is(
    tests.receive(
        'payment_intent.succeeded',
        tests.stripe_answer(row(:'user_id', :'id', 'top_up', :'path', '', :'parameters'::jsonb, null)::billing.stripe_request)
    ),
    'processed', 'told again by its event'
);
select is(tests.balance(:'user_id'), '1099.9999 available, 0 held, 0 owed', 'once');
select is((select p.kind from billing.payments p where p.user_id = :'user_id'), 'top_up', 'as a top-up');

create function tests.spend(p_user_id uuid) returns void language plpgsql as $$
begin
    perform credits.confirm(p_user_id, (credits.reserve(p_user_id, 1000, 'job')).id);
end
$$;
create function tests.top_up() returns bigint language sql volatile as $$
    select count(billing.settle_top_up((c.parameters #>> '{metadata,user_id}')::uuid, c.id, tests.stripe_answer(c)))
    from billing.claim_top_ups() c
$$;
select tests.spend(:'user_id');
select is(tests.top_up(), 1::bigint, 'again');
select tests.spend(:'user_id');
select is(tests.top_up(), 0::bigint, 'up to the ceiling');
update billing.top_ups set month = month - interval '1 month';
select is(tests.top_up(), 1::bigint, 'of a month');
select tests.spend(:'user_id');
update billing.top_ups set month = month - interval '1 month';
savepoint before;
update billing.packs set is_sold = false where id = 'planted';
select is(tests.top_up(), 0::bigint, 'not what isn''t sold any more');
rollback to before;
select billing.stop_top_up(:'user_id');
select is(tests.top_up(), 0::bigint, 'not for whom it was stopped');
rollback to before;
select tests.receive('charge.dispute.created', jsonb_build_object(
    'id', 'du_1', 'payment_intent', tests.stripe_name('pi', :'id'), 'amount', 1000, 'currency', 'usd', 'status', 'needs_response'
));
select is(tests.top_up(), 0::bigint, 'not for who disputes one');
rollback to before;
select is(tests.top_up(), 1::bigint, 'else it is');
select is(tests.refusal(format('select billing.claim_top_ups(%s)', n)), 'TH001 limit', n)
from unnest(array['0', '101', 'null']) n;

select * from finish();
rollback;
