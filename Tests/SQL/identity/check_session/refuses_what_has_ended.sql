-- Requests of ended and expired sessions, of deleted and banned users are refused at once, for
-- every request role; those without a session pass.
begin;
select plan(17);

create function tests.checked(p_claims jsonb, p_role text default 'authenticated') returns text language plpgsql as $$
declare
    v_result text := 'passed';
begin
    perform set_config(
        'request.jwt.claims', coalesce(p_claims::text, ''), true
    ), set_config('role', p_role, true);
    begin
        perform identity.check_session();
    exception
        when sqlstate 'TH401' or sqlstate 'TH403' then
            v_result := sqlstate;
    end;
    perform set_config('role', 'none', true), set_config('request.jwt.claims', '', true);
    return v_result;
end
$$;
select tests.a_person() as user_id \gset
select tests.a_person() as other_id \gset
select tests.claims(:'user_id') as claims \gset

select is(tests.checked(:'claims', r.role), 'passed', format('a live session: %s', r.role))
from (values ('anon'), ('authenticated'), ('service_role'), ('authenticator')) r (role);
select is(tests.checked(null, 'anon'), 'passed', 'no token');
select is(tests.checked('{"role": "service_role"}', 'service_role'), 'passed', 'a service key');
select is(
    tests.checked(jsonb_build_object('sub', :'user_id')), 'passed', 'a token without a session'
);
select is(
    tests.checked(:'claims'::jsonb || jsonb_build_object('sub', :'other_id')), 'TH401',
    'a session of another'
);
select is(tests.checked(:'claims'::jsonb || '{"session_id": "x"}'), 'TH401', 'a strange session');
select is(tests.checked(:'claims'::jsonb || '{"session_id": ""}'), 'TH401', 'an empty session');
select is(tests.checked(:'claims'::jsonb || '{"session_id": null}'), 'passed', 'none');
update auth.users set banned_until = now() + interval '1 day' where id = :'user_id';
select is(tests.checked(:'claims'), 'TH403', 'banned');
update auth.users set banned_until = now() - interval '1 second' where id = :'user_id';
select is(tests.checked(:'claims'), 'passed', 'no longer banned');
update auth.sessions set not_after = now() where user_id = :'user_id';
select is(tests.checked(:'claims'), 'TH401', 'expired');
update auth.sessions set not_after = null where user_id = :'user_id';
update auth.users set deleted_at = now() where id = :'user_id';
select is(tests.checked(:'claims'), 'TH401', 'deleted softly');
update auth.users set deleted_at = null where id = :'user_id';
select identity.log_out('{}', tests.context(:'claims'));
select is(tests.checked(:'claims'), 'TH401', 'logged out');
select is(
    (select e.http_status from ops.error_codes e where e.code = 'TH401'), 401, 'which is a 401'
);

select * from finish();
rollback;
