-- Users ask for themselves, services for anybody; a list that is none is refused.
begin;
select plan(11);

select tests.a_meter('calls', 5);
select tests.a_user() as user_id \gset
select tests.a_user() as other \gset
select usage.record(:'other', 'calls', 5, 'a');
select is(tests.attempt(who.role, :'user_id', who.sql), who.result, who.role || ': ' || who.sql)
from (values
    ('authenticated', 'select v.remaining from api.preflight(''[{"meter": "calls", "quantity": 1}]'') v', '4'),
    (
        'authenticated',
        format('select count(*) from api.preflight(%L::uuid, ''[]'')', :'other'), '42501'
    ),
    ('authenticated', format('select count(*) from usage.preflight(%L, ''[]'')', :'other'), '42501'),
    ('anon', 'select count(*) from api.preflight(''[]'')', '42501'),
    (
        'service_role',
        format('select v.reason from api.preflight(%L, ''[{"meter": "calls", "quantity": 1}]'') v', :'other'),
        'limit_exceeded'
    ),
    ('authenticated', 'select count(*) from api.preflight(null)', 'TH001'),
    ('authenticated', 'select count(*) from api.preflight(''{}'')', 'TH001'),
    (
        'authenticated',
        format('select count(*) from api.preflight(%L)', array_to_json(array_fill(7, array[101]))), 'TH001'
    ),
    ('service_role', 'select count(*) from api.preflight(null, ''[]'')', 'TH001'),
    ('service_role', 'select count(*) from api.preflight(gen_random_uuid(), ''[]'')', 'TH404')
) as who (role, sql, result);
select is(
    tests.attempt('authenticated', null, 'select count(*) from api.preflight(''[]'')'), 'TH001',
    'a token without a user'
);

select * from finish();
rollback;
