-- A refresh token is exchanged for another once; only digests are kept, and the session stays the
-- same.
begin;
select plan(8);

select tests.a_person('a@example.com') as user_id \gset
select a.body ->> 'refresh_token' as first, a.claims ->> 'session_id' as session_id
from tests.sign_in('a@example.com') a \gset
select a.status, a.body ->> 'refresh_token' as second, a.claims from tests.refresh(:'first') a \gset

select is(:'status'::text, '200', 'status');
select matches(:'second'::text, '^[0-9a-f]{64}$', 'a token');
select isnt(:'second'::text, :'first', 'another');
select is(:'claims'::jsonb ->> 'session_id', :'session_id', 'of the same session');
select is(:'claims'::jsonb #>> '{amr,0,method}', 'password', 'which was opened by password');
select is(tests.outcome(tests.refresh(:'second')), '200', 'the second is good in turn');
select results_eq(
    format(
        'select revoked from auth.refresh_tokens where session_id = %L order by id', :'session_id'
    ),
    'values (true), (true), (false)', 'one of the family counts'
);
select is_empty(
    format(
        'select from auth.refresh_tokens where token in (%L, %L)', :'first', :'second'
    ), 'none is kept as it is'
);

select * from finish();
rollback;
