-- Regression: a list of scalars passed for a flat value, because a lax path unwraps lists before it
-- filters.
begin;
select plan(3);

select is(
    tests.violation(format('select %L::credits.metadata', planted.value)),
    'metadata_is_a_flat_object_up_to_4_kb_and_500_characters_a_value',
    planted.value
)
from (values ('{"a": [1, 2]}'), ('{"a": []}'), ('{"a": ["x"]}')) as planted (value);

select * from finish();
rollback;
