-- What an invoice or a subscription tells of somebody else, or of another price, has no effect, whatever it comes after.
begin;
select plan(12);

select tests.a_priced_plan('team', 2000, 20000, 30);
select tests.a_user() as user_id \gset
select tests.a_user() as other \gset
select tests.a_checkout(:'user_id', p_plan => 'team') as id \gset
select tests.a_checkout(:'other', p_plan => 'team') as foreign_id \gset
select is(tests.receive('invoice.paid', tests.stripe_invoice(:'id', 0, c.changes::jsonb)), c.outcome, c.changes)
from (values
    ('{"customer": "cus_x"}', 'refused customer'),
    (
        format(
            '{"parent": {"subscription_details": {"subscription": "sub_x", "metadata": {"user_id": "%s", "checkout_id": "%s"}}}}',
            :'user_id', :'foreign_id'
        ),
        'refused metadata'
    ),
    (
        '{"id": "in_x", "parent": {"subscription_details": {"subscription": "sub_x", "metadata": {"user_id": "a"}}}}',
        'unmatched'
    ),
    ('{"parent": null}', 'unmatched')
) as c (changes, outcome);
savepoint before;
select is(
    tests.receive('customer.subscription.created', tests.stripe_subscription(:'id', p_changes => c.changes::jsonb)),
    c.outcome, c.changes
)
from (values
    ('{"customer": null}', 'refused customer'),
    (format('{"metadata": {"user_id": "%s", "checkout_id": "%s"}}', :'other', :'id'), 'refused metadata'),
    ('{"items": {"data": []}}', 'refused price')
) as c (changes, outcome);
select is_empty('select from billing.subscriptions', 'nothing comes of them');
rollback to before;
select is(
    tests.receive('invoice.paid', tests.stripe_invoice(:'id', 0, '{"total": 1, "amount_paid": 1}')), 'refused amount', 'another amount'
);
rollback to before;
select is(
    tests.receive('invoice.paid', tests.stripe_invoice(:'id', 0, '{"currency": "jpy"}')), 'refused currency', 'another currency'
);
rollback to before;
select is(tests.receive('invoice.paid', tests.stripe_invoice(:'id')), 'processed', 'as it was prepared');
select is(
    tests.receive('customer.subscription.updated', tests.stripe_subscription(:'id') || '{"id": "sub_another"}'),
    'refused subscription', 'a second subscription of one checkout'
);

select * from finish();
rollback;
