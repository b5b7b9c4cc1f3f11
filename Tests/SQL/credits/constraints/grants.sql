-- Every constraint of credits.grants fires by its name.
begin;
select plan(11);

select tests.a_user(10) as user_id \gset

select is(tests.violation(format(planted.sql, :'user_id')), planted.name, planted.sql)
from (values
    (
        'insert into credits.grants (id, user_id, source, amount, remaining, sequence)
            select id, user_id, source, amount, remaining, sequence from credits.grants
        where user_id = %L',
        'grants_pkey'
    ),
    (
        'insert into credits.grants (user_id, source, amount, remaining, sequence)
            select gen_random_uuid(), ''purchase'', 1, 1, 1 where %L is not null',
        'grants_user_id_fkey'
    ),
    (
        'update credits.grants set remaining = 10.0001 where user_id = %L',
        'grants_remaining_not_above_amount'
    ),
    ('update credits.grants set revoked = 10.0001 where user_id = %L', 'grants_revoked_not_above_amount'),
    ('update credits.grants set revoked = -1 where user_id = %L', 'grants_revoked_not_above_amount'),
    (
        'update credits.grants set remaining = -0.0001 where user_id = %L',
        'balance_is_zero_or_more_with_at_most_4_decimals'
    ),
    (
        'update credits.grants set amount = 0 where user_id = %L',
        'amount_is_above_0_up_to_10_trillion_with_at_most_4_decimals'
    ),
    ('update credits.grants set amount = null where user_id = %L', 'amount'),
    ('update credits.grants set source = ''gift'' where user_id = %L', 'source_is_known'),
    (
        'update credits.grants set expires_at = ''infinity'' where user_id = %L',
        'expires_at_is_finite'
    ),
    (
        'update credits.grants set metadata = ''[]'' where user_id = %L',
        'metadata_is_a_flat_object_up_to_4_kb_and_500_characters_a_value'
    )
) as planted (sql, name);

select * from finish();
rollback;
