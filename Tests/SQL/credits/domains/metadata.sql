-- Metadata is one flat object, bounded as a whole and in each value.
begin;
select plan(11);

select is(
    tests.violation(format('select %L::credits.metadata', planted.value)),
    planted.name,
    planted.why
)
from (values
    ('{}', null, 'nothing'),
    ('{"a": "x", "b": 1, "c": true, "d": null}', null, 'scalars'),
    ('[]', 'metadata_is_a_flat_object_up_to_4_kb_and_500_characters_a_value', 'a list'),
    ('1', 'metadata_is_a_flat_object_up_to_4_kb_and_500_characters_a_value', 'a number'),
    ('null', 'metadata_is_a_flat_object_up_to_4_kb_and_500_characters_a_value', 'null'),
    (
        '{"a": {}}', 'metadata_is_a_flat_object_up_to_4_kb_and_500_characters_a_value',
        'an object in it'
    ),
    (
        '{"a": [[1]]}', 'metadata_is_a_flat_object_up_to_4_kb_and_500_characters_a_value',
        'a list of lists in it'
    ),
    (jsonb_build_object('a', repeat('ü', 500))::text, null, 'a value of 500 characters'),
    (
        jsonb_build_object('a', repeat('ü', 501))::text,
        'metadata_is_a_flat_object_up_to_4_kb_and_500_characters_a_value',
        'a value of 501 characters'
    ),
    (
        jsonb_build_object('a', repeat(e'\n', 501))::text,
        'metadata_is_a_flat_object_up_to_4_kb_and_500_characters_a_value',
        'a value of 501 lines'
    ),
    (
        (select jsonb_object_agg('k' || i, repeat('x', 400)) from generate_series(1, 11) i)::text,
        'metadata_is_a_flat_object_up_to_4_kb_and_500_characters_a_value',
        'more than 4 kB'
    )
) as planted (value, name, why);

select * from finish();
rollback;
