-- The address is the service's word, else the first of a proxy's list; junk is none and fails
-- nothing.
begin;
select plan(14);

create function tests.address(
    p_address text, p_headers text
) returns text language plpgsql volatile as $$
begin
    perform
        set_config(
            'request.address', p_address, true
        ), set_config('request.headers', p_headers, true);
    return host(audit.request_address());
end
$$;

select is(
    tests.address(asked.address, asked.headers),
    asked.answer,
    format('%s %s', asked.address, asked.headers)
)
from (values
    ('192.0.2.1', '{"x-forwarded-for": "192.0.2.2"}', '192.0.2.1'),
    ('2001:db8::1', '', '2001:db8::1'),
    ('', '{"x-forwarded-for": "192.0.2.2"}', '192.0.2.2'),
    ('', '{"x-forwarded-for": " 192.0.2.2 , 10.0.0.1"}', '192.0.2.2'),
    ('', '{"x-forwarded-for": "unknown, 10.0.0.1"}', null),
    ('', '{"x-forwarded-for": ", 10.0.0.1"}', null),
    ('', '{"x-forwarded-for": ""}', null),
    ('', '{"x-forwarded-for": "1.2.3.4; drop"}', null),
    ('', '{"x-forwarded-for": {"a": 1}}', null),
    ('', '{}', null),
    ('', '[]', null),
    ('', 'junk', null),
    ('', '', null),
    ('fe80::1%eth0', '', null)
) as asked (address, headers, answer);

select * from finish();
rollback;
