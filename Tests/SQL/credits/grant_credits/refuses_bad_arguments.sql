-- Every other argument is refused by its name.
begin;
select plan(11);

select tests.a_user() as user_id \gset

select is(
    tests.refusal(
        format(
            'select credits.grant_credits(%s, 1, %s, %s, %s, %s, %s)',
            coalesce(bad.user_id, quote_literal(:'user_id')), coalesce(bad.source, '''purchase'''),
            coalesce(
                bad.expires_at,
                'null'
            ), coalesce(bad.priority, '100'), coalesce(bad.key, 'null'),
            coalesce(bad.metadata, '''{}''')
        )
    ),
    'TH001 ' || bad.field,
    bad.why
)
from (values
    ('user_id', 'null', null, null, null, null, null, 'no user'),
    ('source', null, 'null', null, null, null, null, 'no source'),
    ('source', null, '''gift''', null, null, null, null, 'an unknown source'),
    ('expires_at', null, null, 'now()', null, null, null, 'an expiry that has come'),
    ('expires_at', null, null, '''infinity''', null, null, null, 'an infinite expiry'),
    ('expires_at', null, null, '''-infinity''', null, null, null, 'an expiry before all time'),
    ('priority', null, null, null, 'null', null, null, 'no priority'),
    ('idempotency_key', null, null, null, null, '''''', null, 'an empty key'),
    (
        'idempotency_key', null, null, null, null, 'repeat(''k'', 201)', null,
        'a key of 201 characters'
    ),
    ('metadata', null, null, null, null, null, 'null', 'metadata null')
) as bad (field, user_id, source, expires_at, priority, key, metadata, why);
select is(tests.stored_balance(:'user_id'), '0 available, 0 held, 0 owed', 'nothing was granted');

select * from finish();
rollback;
