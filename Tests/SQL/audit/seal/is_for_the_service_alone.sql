-- Only a trusted server seals and verifies.
-- Alone: seals are of the whole log.
begin;
select plan(8);

select tests.a_user() as user_id \gset
select is(tests.attempt(w.role, :'user_id', 'select count(*) from audit.seal()'), '42501', w.role || ' seals nothing')
from unnest(array['anon', 'authenticated']) as w (role);
select is(tests.attempt(w.role, :'user_id', 'select * from audit.verify()'), '42501', w.role || ' verifies nothing')
from unnest(array['anon', 'authenticated']) as w (role);
select is(tests.attempt(w.role, :'user_id', 'select audit.open_months()'), '42501', w.role || ' makes no partition')
from unnest(array['anon', 'authenticated']) as w (role);
select is(tests.attempt('service_role', null, 'select count(*) > 0 from audit.seal()'), 'true', 'a server seals');
select is(tests.attempt('service_role', null, 'select count(*) from audit.verify()'), '0', 'and verifies');

select * from finish();
rollback;
