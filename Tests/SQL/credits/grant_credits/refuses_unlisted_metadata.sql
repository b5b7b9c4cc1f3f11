-- Metadata has only keys from the allowlist and only flat, short values.
begin;
select plan(6);

select tests.a_user() as user_id \gset

select is(
    tests.refusal(
        format(
            'select credits.grant_credits(%L, 1, ''purchase'', p_metadata => %L)',
            :'user_id',
            bad.metadata
        )
    ),
    'TH001 metadata',
    bad.why
)
from (values
    ('{"ssn": "1"}', 'an unlisted key'),
    ('{"note": {"a": 1}}', 'an object'),
    ('["note"]', 'a list'),
    ('"note"', 'a text'),
    (jsonb_build_object('note', repeat('x', 501))::text, 'a value of 501 characters')
) as bad (metadata, why);
select is(
    tests.refusal(
        format(
            'select credits.grant_credits(%L, 1, ''purchase'', p_metadata => %L)',
            :'user_id',
            jsonb_build_object('note', repeat('x', 500))
        )
    ),
    null,
    '500 characters are accepted'
);

select * from finish();
rollback;
