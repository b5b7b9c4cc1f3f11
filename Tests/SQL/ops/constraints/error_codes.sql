-- Every constraint of ops.error_codes fires by its name.
begin;
select plan(9);

select is(
    tests.violation(
        format(
            'insert into ops.error_codes (code, http_status, name, message) values (%L, %s, %L, %L)',
            planted.code,
            planted.status,
            planted.name,
            planted.message
        )
    ),
    planted.constraint_name,
    planted.why
)
from (values
    ('TH001', 400, 'a_name', 'x', 'error_codes_pkey', 'a code twice'),
    ('XX001', 400, 'a_name', 'x', 'error_codes_code_is_of_class_th', 'another class'),
    ('TH0010', 400, 'a_name', 'x', 'error_codes_code_is_of_class_th', 'a long code'),
    ('TH999', 200, 'a_name', 'x', 'error_codes_http_status_is_an_error', 'a success'),
    ('TH999', 400, 'not_found', 'x', 'error_codes_name_key', 'a name twice'),
    ('TH999', 400, 'A name', 'x', 'error_codes_name_is_snake_case', 'a name of words'),
    ('TH999', 400, 'a_name', '', 'error_codes_message_is_short', 'no message'),
    ('TH999', 400, 'a_name', repeat('x', 81), 'error_codes_message_is_short', 'a long message'),
    ('TH999', 400, 'a_name', 'x', null, 'a good one')
) as planted (code, status, name, message, constraint_name, why);

select * from finish();
rollback;
