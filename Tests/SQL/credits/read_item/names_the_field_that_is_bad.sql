-- The field that breaks a rule is named, with the rule; what is merely malformed is said to be
-- so.
begin;
select plan(8);

select is(
    (
        select concat_ws(': ', r.request is null, r.field, r.rule)
        from credits.read_item(
            (gen_random_uuid(), null, 'job', null, '15 minutes', null, null, '{}', null)::credits.reserve_request,
            bad.item
        ) r
    ),
    't: ' || bad.answer,
    bad.answer
)
from (values
    (jsonb '{"job_id": "j", "amount": 0}', 'amount: amount is above 0 up to 10 trillion with at most 4 decimals'),
    ('{"amount": "NaN"}', 'amount: amount is above 0 up to 10 trillion with at most 4 decimals'),
    ('{"amount": "many"}', 'amount: amount is malformed'),
    ('{"amount": true}', 'amount: amount is malformed'),
    ('{"user_id": "nobody"}', 'user_id: user_id is malformed'),
    ('{"ttl": "soon"}', 'ttl: ttl is malformed'),
    ('{"ttl": null}', 'ttl: ttl is required'),
    ('{"metadata": {"note": {}}}', 'metadata: metadata is a flat object up to 4 kb and 500 characters a value')
) as bad (item, answer);

select * from finish();
rollback;
