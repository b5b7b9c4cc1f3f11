-- Whoever shows a used token again within the reuse interval gets the newest of the family, the
-- same that was answered before.
begin;
select plan(3);

select tests.a_person('a@example.com') as user_id \gset
select a.body ->> 'refresh_token' as first from tests.sign_in('a@example.com') a \gset
select a.body ->> 'refresh_token' as second from tests.refresh(:'first') a \gset

select is((tests.refresh(:'first')).body ->> 'refresh_token', :'second', 'the same child');
select a.body ->> 'refresh_token' as third from tests.refresh(:'second') a \gset
select is(
    (tests.refresh(:'first')).body ->> 'refresh_token', :'third',
    'the newest, when there is one since'
);
select is((select count(*) from auth.refresh_tokens t join auth.sessions s on s.id = t.session_id where s.user_id = :'user_id'), 3::bigint, 'none was added');

select * from finish();
rollback;
