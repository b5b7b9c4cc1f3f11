-- What a signup bonus is claimed with has bounded lengths and known kinds.
begin;
select plan(12);

select is(
    tests.violation(format('select %L::credits.%I', planted.value, planted.type)),
    planted.name,
    format('%s of %s', planted.type, left(planted.value, 12))
)
from (values
    ('device', '', 'device_is_1_to_500_characters'),
    ('device', repeat('a', 501), 'device_is_1_to_500_characters'),
    ('device', repeat('a', 500), null),
    ('card', '', 'card_is_1_to_200_characters'),
    ('card', repeat('a', 201), 'card_is_1_to_200_characters'),
    ('card', repeat('a', 200), null),
    ('digest', '\x00', 'digest_is_32_bytes'),
    ('digest', repeat('a', 32), null),
    ('identity_kind', 'phone', 'identity_kind_is_email_or_device_or_card'),
    ('identity_kind', 'email', null)
) as planted (type, value, name);
select throws_ok(format('select null::credits.%I', required.type), '23502', null, required.type)
from unnest(array['digest', 'identity_kind']) as required (type);

select * from finish();
rollback;
