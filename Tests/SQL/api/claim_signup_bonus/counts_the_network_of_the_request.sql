-- The network is the request's, as the service or a proxy says; requests from nowhere share one.
begin;
select plan(6);

select credits.count_signup(n.network::cidr, clock_timestamp())
from generate_series(1, 50), (values ('198.18.2.0/24'), ('0.0.0.0/24')) as n (network);

create function tests.claimed(
    p_address text, p_headers text
) returns text language plpgsql volatile as $$
begin
    perform
        set_config(
            'request.address', p_address, true
        ), set_config('request.headers', p_headers, true);
    return tests.attempt(
        'authenticated', tests.a_member(), 'select (api.claim_signup_bonus()).amount'
    );
end
$$;

select is(tests.claimed(request.address, request.headers), request.answer, request.why)
from (values
    ('198.18.2.9', '{}', 'TH429', 'the service''s word'),
    ('198.18.2.9', '{"x-forwarded-for": "198.51.100.1"}', 'TH429', 'before a header'),
    ('', '{"x-forwarded-for": "198.18.2.10, 198.51.100.1"}', 'TH429', 'a proxy''s word'),
    ('198.51.100.1', '{}', '1000', 'another network'),
    ('', '{}', 'TH429', 'no address'),
    ('', '{"x-forwarded-for": "junk"}', 'TH429', 'junk')
) as request (address, headers, answer, why);

select * from finish();
rollback;
