-- A reservation lives 1 second to 24 hours; nothing ends at infinity.
begin;
select plan(7);

select is(
    tests.violation(format('select %L::credits.%I', planted.value, planted.type)),
    planted.name,
    format('%s of %s', planted.type, planted.value)
)
from (values
    ('ttl', '0.999999 seconds', 'ttl_is_1_second_to_24_hours'),
    ('ttl', '1 second', null),
    ('ttl', '24 hours', null),
    ('ttl', '24 hours 0.000001 seconds', 'ttl_is_1_second_to_24_hours'),
    ('expires_at', 'infinity', 'expires_at_is_finite'),
    ('expires_at', '-infinity', 'expires_at_is_finite'),
    ('expires_at', '2999-01-01', null)
) as planted (type, value, name);

select * from finish();
rollback;
