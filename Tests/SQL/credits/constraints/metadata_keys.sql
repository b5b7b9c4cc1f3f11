-- Every constraint of credits.metadata_keys fires by its name.
begin;
select plan(7);

select is(
    tests.violation(
        format(
            'insert into credits.metadata_keys (key, description) values (%L, %L)',
            planted.key,
            planted.description
        )
    ),
    planted.name,
    planted.why
)
from (values
    ('note', 'x', 'metadata_keys_pkey', 'a key twice'),
    ('Note', 'x', 'metadata_keys_key_is_snake_case', 'upper case'),
    ('a-b', 'x', 'metadata_keys_key_is_snake_case', 'a dash'),
    (repeat('a', 65), 'x', 'metadata_keys_key_is_snake_case', '65 characters'),
    ('fine', '', 'metadata_keys_description_is_short', 'no description'),
    ('fine', repeat('x', 201), 'metadata_keys_description_is_short', 'a long description'),
    ('fine', 'x', null, 'a good key')
) as planted (key, description, name, why);

select * from finish();
rollback;
