-- What a user was charged falls on a day of the user's own zone, and days without anything are there too.
begin;
select plan(9);

select tests.a_user(100) as one, tests.a_user(100) as other \gset
select count(credits.confirm(:'one', tests.reserved(:'one', 3))), count(credits.confirm(:'one', tests.reserved(:'one', 4), 2.5));
select count(credits.confirm(:'other', tests.reserved(:'other', 50)));

select is(tests.attempt('authenticated', :'one', c.sql), c.result, c.sql)
from (values
    ('select count(*) from api.credits_by_day()', '30'),
    ('select spent from api.credits_by_day(1)', '5.5'),
    ('select charges from api.credits_by_day(1, ''Pacific/Kiritimati'')', '2'),
    ('select sum(spent) from api.credits_by_day(366)', '5.5'),
    (
        'select day from api.credits_by_day(1, ''Pacific/Kiritimati'')',
        (now() at time zone 'Pacific/Kiritimati')::date::text
    ),
    ('select count(*) from api.credits_by_day(0)', 'TH001'),
    ('select count(*) from api.credits_by_day(1, ''Mars/Olympus'')', 'TH001'),
    ('select count(*) from api.credits_by_day(1, null)', 'TH001')
) as c (sql, result);
select is(tests.attempt('anon', null, 'select count(*) from api.credits_by_day()'), '42501', 'nobody');

select * from finish();
rollback;
