-- Admins see how long what is kept, and what became of it; users don't.
begin;
select plan(3);

select tests.a_user() as id, tests.an_admin() as admin \gset
select is(tests.attempt(:'admin'::jsonb, 'select count(*) from api.admin_retention()'), '10', 'an admin');
select is(tests.attempt('authenticated', :'id', 'select count(*) from api.admin_retention()'), 'TH403', 'a user');
select is(tests.attempt('anon', null, 'select count(*) from api.admin_retention()'), '42501', 'a visitor');

select * from finish();
rollback;
