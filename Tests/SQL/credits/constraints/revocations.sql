-- Every constraint of credits.revocations fires by its name.
begin;
select plan(8);

select tests.a_user(10) as user_id \gset
select g.id as grant_id from credits.grants g where g.user_id = :'user_id' \gset
select credits.revoke_grant(:'user_id', :'grant_id', 'refund', 1);

select is(
    tests.violation(
        format(
            'insert into credits.revocations (user_id, id, grant_id, kind, amount, taken, owed, written_off)
            select user_id, %s, %s, %s, %s, %s, %s, 0 from credits.revocations where user_id = %L',
            planted.id, planted.grant_id, planted.kind, planted.amount, planted.taken, planted.owed, :'user_id'
        )
    ),
    planted.name,
    planted.why
)
from (values
    ('id', 'grant_id', 'kind', '1', '1', '0', 'revocations_pkey', 'twice'),
    ('gen_random_uuid()', 'gen_random_uuid()', 'kind', '1', '1', '0', 'revocations_grant_fkey', 'of nothing'),
    ('gen_random_uuid()', 'null', 'kind', '1', '1', '0', 'revocations_grant_unless_adjustment', 'of no grant'),
    ('gen_random_uuid()', 'grant_id', 'kind', '2', '1', '0', 'revocations_parts_add_up', 'a part is missing'),
    (
        'gen_random_uuid()', 'grant_id', 'kind', '1', '2', '-1',
        'balance_is_zero_or_more_with_at_most_4_decimals', 'a negative part'
    ),
    (
        'gen_random_uuid()', 'grant_id', 'kind', '0', '0', '0',
        'amount_is_above_0_up_to_10_trillion_with_at_most_4_decimals', 'nothing'
    ),
    (
        'gen_random_uuid()', 'grant_id', '''fraud''', '1', '1', '0',
        'kind_is_refund_or_chargeback_or_adjustment', 'an unknown kind'
    ),
    ('gen_random_uuid()', 'null', '''adjustment''', '1', '1', '0', null, 'an adjustment needs no grant')
) as planted (id, grant_id, kind, amount, taken, owed, name, why);

select * from finish();
rollback;
