-- A user sees what expires soon of the own grants, without what live reservations hold of it.
begin;
select plan(9);

select tests.a_user(10) as user_id \gset
select credits.grant_credits(:'user_id', 5, 'promotion', clock_timestamp() + interval '3 days', 1);
select credits.grant_credits(:'user_id', 6, 'promotion', clock_timestamp() + interval '30 days', 2);
select credits.grant_credits(:'user_id', 7, 'promotion', clock_timestamp() + interval '1 hour', 3);
select tests.reserved(:'user_id', 2, '3 hours');
select tests.reserved(:'user_id', 1, '1 hour');
select tests.let_time_pass(:'user_id', '2 hours');

select is(
    tests.attempt(
        'authenticated', :'user_id',
        format('select string_agg(format(''%%s of %%s'', e.amount, e.source), '', '') from api.expiring_grants(%s) e', within.argument)
    ),
    within.seen,
    within.argument
)
from (values
    ('', '3 of promotion'),
    ('''1 year''', '3 of promotion, 6 of promotion'),
    ('''1 day''', null),
    ('''178000000 years''', '3 of promotion, 6 of promotion'),
    ('''-178000000 years''', null),
    ('''2147483647 days''', '3 of promotion, 6 of promotion'),
    ('null', null)
) as within (argument, seen);
select is(
    tests.attempt('authenticated', tests.a_user(1), 'select count(*) from api.expiring_grants(''1 year'')'),
    '0',
    'nobody else does'
);
select is(tests.attempt('anon', null, 'select count(*) from api.expiring_grants()'), '42501', 'anon');

select * from finish();
rollback;
