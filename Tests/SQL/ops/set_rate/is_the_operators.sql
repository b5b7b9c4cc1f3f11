-- Only a trusted server sets rates; admins do by api.admin_set_rate_limit.
begin;
select plan(4);

select is(tests.attempt(w.role, null, 'select (ops.set_rate(''chat'', 1, ''1 hour'')).requests'), w.result, w.role)
from (values
    ('anon', '42501'), ('authenticated', '42501'), ('authenticator', '42501'), ('service_role', '1')
) as w (role, result);

select * from finish();
rollback;
