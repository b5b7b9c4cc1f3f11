-- Only the login admits, notes and settles; a job of the service sweeps.
begin;
select plan(10);

create function tests.may(p_role text, p_function regprocedure) returns text language sql as $$
    select case when has_function_privilege(p_role, p_function, 'execute') then 'may' else 'may not' end
$$;
select is(tests.may(r.role, f.function), r.verdict, r.role || ' ' || f.function)
from (values ('authenticator', 'may'), ('authenticated', 'may not'), ('service_role', 'may not')) r (role, verdict)
cross join (
    values ('ai.admit_many(jsonb)'::regprocedure), ('ai.note_many(jsonb)'), ('ai.settle_many(jsonb)')
) f (function);
select is(tests.may('service_role', 'ai.settle_abandoned(integer, timestamptz)'), 'may', 'the sweep');

select * from finish();
rollback;
