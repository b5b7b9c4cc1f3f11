-- Users see where they are signed in, and nothing of others.
begin;
select plan(5);

select tests.a_person('one@example.com') as one, tests.a_person('other@example.com') as other \gset
select (tests.sign_in('one@example.com')).claims ->> 'session_id' as session_id \gset
select count(tests.sign_in('one@example.com')), count(tests.sign_in('other@example.com'));

select is(
    tests.attempt(
        jsonb_build_object('role', 'authenticated', 'sub', :'one', 'session_id', :'session_id'),
        'select count(*) || '' '' || count(*) filter (where is_current) from api.sign_ins()'
    ),
    '2 1', 'both, and which one asks'
);
select is(tests.attempt('authenticated', :'other', 'select count(*) from api.sign_ins()'), '1', 'their own');
select is(tests.attempt('authenticated', null, 'select count(*) from api.sign_ins()'), '0', 'without a user none');
select is(tests.attempt('anon', null, 'select count(*) from api.sign_ins()'), '42501', 'nobody');
select is(tests.attempt('service_role', null, 'select count(*) from api.sign_ins()'), '42501', 'nor a server');

select * from finish();
rollback;
