-- A service sets prices; no user does, in either schema.
begin;
select plan(7);

select tests.a_user() as user_id \gset

select is(
    tests.attempt(
        who.role, :'user_id',
        format('select (%s.set_price(''story'', ''tokens'', 3, 1000)).price', who.schema)
    ),
    who.answer,
    format('%s: %s', who.role, who.schema)
)
from (values
    ('anon', 'api', '42501'), ('authenticated', 'api', '42501'), ('service_role', 'api', '3'),
    ('anon', 'credits', '42501'), (
        'authenticated', 'credits', '42501'
    ), ('service_role', 'credits', '3')
) as who (role, schema, answer);
select is(
    format(
        '%s %s %s %s %s', p.job_type, p.unit, p.price, p.per_units,
        lower(p.effective) at time zone 'utc'
    ),
    'book pages 7 2 2999-01-01 00:00:00',
    'every argument is passed on'
)
from api.set_price(
    job_type => 'book', unit => 'pages', price => 7, per_units => 2,
    effective_at => '2999-01-01 00:00+00'
) p;

select * from finish();
rollback;
