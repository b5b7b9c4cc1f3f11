-- Every argument is refused by its name.
begin;
select plan(13);

select tests.a_user(100) as user_id \gset
select tests.reserved(:'user_id', 10) as id \gset

select is(
    tests.refusal(
        format(
            'select credits.confirm(%s, %s, %s, %s, %s)',
            coalesce(
                bad.user_id,
                quote_literal(:'user_id')
            ), coalesce(bad.id, quote_literal(:'id')),
            coalesce(bad.amount, '1'), coalesce(bad.overage, '''debt'''), coalesce(bad.key, 'null')
        )
    ),
    'TH001 ' || bad.field,
    bad.why
)
from (values
    ('user_id', 'null', null, null, null, null, 'no user'),
    ('reservation_id', null, 'null', null, null, null, 'no reservation'),
    ('amount', null, null, '0', null, null, 'zero'),
    ('amount', null, null, '-1', null, null, 'less than zero'),
    ('amount', null, null, '''NaN''', null, null, 'not a number'),
    ('amount', null, null, '''Infinity''', null, null, 'infinity'),
    ('amount', null, null, '1.00001', null, null, '5 decimals'),
    ('amount', null, null, '1e20', null, null, '10^20'),
    ('overage', null, null, null, 'null', null, 'no overage'),
    ('overage', null, null, null, '''free''', null, 'an unknown overage'),
    ('idempotency_key', null, null, null, null, '''''', 'an empty key'),
    ('idempotency_key', null, null, null, null, 'repeat(''k'', 201)', 'a key of 201 characters')
) as bad (field, user_id, id, amount, overage, key, why);
select is(tests.stored_balance(:'user_id'), '90 available, 10 held, 0 owed', 'nothing was charged');

select * from finish();
rollback;
