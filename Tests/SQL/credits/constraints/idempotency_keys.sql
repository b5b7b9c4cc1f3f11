-- Every constraint of credits.idempotency_keys fires by its name.
begin;
select plan(7);

select tests.a_user() as user_id \gset
select credits.grant_credits(:'user_id', 1, 'purchase', p_idempotency_key => 'k');

select is(
    tests.violation(
        format(
            'insert into credits.idempotency_keys (user_id, operation, key, fingerprint, answer) values (%L, %L, %L, %L, %L)',
            :'user_id', planted.operation, planted.key, planted.fingerprint, planted.answer
        )
    ),
    planted.name,
    planted.why
)
from (values
    ('grant', 'k', sha256(''), '{}', 'idempotency_keys_pkey', 'a key twice'),
    ('gift', 'l', sha256(''), '{}', 'operation_is_known', 'an unknown operation'),
    ('grant', '', sha256(''), '{}', 'idempotency_key_is_1_to_200_characters', 'an empty key'),
    (
        'grant',
        repeat('k', 201),
        sha256(''),
        '{}',
        'idempotency_key_is_1_to_200_characters',
        'a long key'
    ),
    ('grant', 'l', '\x00'::bytea, '{}', 'fingerprint_is_32_bytes', 'a short fingerprint'),
    ('grant', 'l', sha256(''), null, 'answer', 'no answer'),
    ('grant', 'l', sha256(''), '{}', null, 'another key')
) as planted (operation, key, fingerprint, answer, name, why);

select * from finish();
rollback;
