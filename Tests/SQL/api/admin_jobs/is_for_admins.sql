-- Only an admin and a trusted server see jobs.
begin;
select plan(6);

select tests.a_user() as user_id \gset
create function tests.jobs_seen(p_claims jsonb) returns text language plpgsql volatile as $$
declare
    v_name text;
begin
    perform set_config('request.jwt.claims', p_claims::text, true), set_config('role', 'authenticated', true);
    select min(name) into v_name from api.admin_jobs();
    perform set_config('role', 'none', true);
    return v_name;
exception
    when sqlstate 'TH403' then
        return sqlstate;
end
$$;
select is(tests.jobs_seen('{"role": "authenticated", "app_metadata": {"role": "admin"}}'), 'archive', 'an admin');
select is(tests.jobs_seen(c), 'TH403', c::text)
from unnest(array['{}', '{"user_metadata": {"role": "admin"}}', '{"role": "service_role"}']::jsonb[]) as c;
select is(tests.attempt('anon', null, 'select count(*) from api.admin_jobs()'), '42501', 'nobody');
select is(tests.attempt('service_role', null, 'select min(name) from api.admin_jobs()'), 'archive', 'a trusted server');

select * from finish();
rollback;
