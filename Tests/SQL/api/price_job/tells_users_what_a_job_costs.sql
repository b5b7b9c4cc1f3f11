-- Users and services ask what a job costs now; nobody unknown does.
begin;
select plan(5);

select credits.set_price('story', 'pages', 2);
select tests.a_user() as user_id \gset

select is(
    tests.attempt(
        who.role, :'user_id',
        'select (p.amount, p.is_default) from api.price_job(job_type => ''story'', units => 3) p'
    ),
    who.answer,
    who.role
)
from (
    values ('authenticated', '(6,f)'), ('service_role', '(6,f)'), ('anon', '42501')
) as who (role, answer);
select is(
    tests.attempt(
        'authenticated', :'user_id',
        'select (p.units, p.is_default) from api.price_job(''unknown'') p'
    ),
    '(1,t)',
    'one unit unless told otherwise, at the default price where none is set'
);
select is(
    tests.attempt(
        'authenticated', :'user_id', 'select api.price_job(''story'', 0)'
    ), 'TH001', 'no units'
);

select * from finish();
rollback;
