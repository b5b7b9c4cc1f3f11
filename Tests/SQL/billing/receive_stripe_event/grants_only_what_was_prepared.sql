-- What isn't, to the last cent, as it was prepared grants nothing, and it is noted why.
begin;
select plan(24);

select tests.a_pack();
select tests.a_user() as user_id \gset
select tests.a_user() as other \gset
select tests.a_checkout(:'other', 'planted') as foreign_id \gset
select tests.a_checkout(:'user_id', 'planted') as id \gset
select tests.a_checkout(:'user_id', 'planted') as second \gset
select is(
    tests.receive('checkout.session.completed', tests.stripe_session(:'id') || c.changes::jsonb), c.outcome, c.changes
)
from (values
    ('{"amount_total": 999}', 'refused amount'),
    ('{"amount_total": 1001}', 'refused amount'),
    ('{"amount_total": 1000.5}', 'refused amount'),
    ('{"amount_total": null}', 'refused amount'),
    ('{"amount_total": 0, "payment_status": "no_payment_required"}', 'refused amount'),
    ('{"currency": "jpy"}', 'refused currency'),
    ('{"currency": null}', 'refused currency'),
    ('{"customer": "cus_somebody"}', 'refused customer'),
    ('{"customer": null}', 'refused customer'),
    ('{"mode": "subscription"}', 'refused metadata'),
    ('{"mode": "setup"}', 'refused metadata'),
    ('{"metadata": {}}', 'refused metadata'),
    ('{"metadata": null}', 'refused metadata'),
    ('{"metadata": {"user_id": "x", "checkout_id": "y"}}', 'refused metadata'),
    (format('{"metadata": {"user_id": "%s", "checkout_id": "%s"}}', :'user_id', :'foreign_id'), 'refused metadata'),
    (format('{"metadata": {"user_id": "%s", "checkout_id": "%s"}}', :'other', :'id'), 'refused metadata'),
    (format('{"client_reference_id": "%s"}', :'other'), 'refused metadata'),
    ('{"id": "cs_another"}', 'refused session'),
    (format('{"id": "%s"}', tests.stripe_name('cs', :'second')), 'refused session')
) as c (changes, outcome);
select is(tests.balance(:'user_id'), '0 available, 0 held, 0 owed', 'nothing is granted');
select is(tests.balance(:'other'), '0 available, 0 held, 0 owed', 'to nobody');
select is_empty('select from billing.payments', 'no payment');
select is((select c.status from billing.checkouts c where c.id = :'id'), 'open', 'the checkout is open');
select is(
    tests.receive('checkout.session.completed', tests.stripe_session(:'id')) || ': ' || tests.balance(:'user_id'),
    'processed: 1000 available, 0 held, 0 owed', 'and is paid as it was prepared'
);

select * from finish();
rollback;
