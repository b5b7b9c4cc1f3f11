-- An account is deleted by whoever has just signed in: not by a key, an old session or another's. What is billed ends.
begin;
select plan(14);

select tests.a_person('one@example.com') as one, tests.a_person('other@example.com') as other \gset
select (tests.sign_in('one@example.com')).claims ->> 'session_id' as session_id \gset
select (tests.sign_in('other@example.com')).claims ->> 'session_id' as others \gset
select id as key_id from identity.create_api_key(:'one', 'key', '{all}') \gset
select count(credits.grant_credits(:'one', 10, 'purchase'));

create function tests.ended(p_user_id uuid, p_session_id text, p_more jsonb default '{}') returns text language sql volatile as $$
    select tests.attempt(
        jsonb_build_object('role', 'authenticated', 'sub', p_user_id, 'session_id', p_session_id) || p_more,
        'select api.delete_my_account()'
    )
$$;
select is(tests.ended(:'one', null), 'TH403', 'a token without a session');
select is(tests.ended(:'one', 'x'), 'TH403', 'an odd one');
select is(tests.ended(:'one', :'others'), 'TH403', 'another''s');
select is(tests.ended(:'one', :'session_id', jsonb_build_object('api_key_id', :'key_id')), 'TH403', 'a key');
update auth.sessions s set created_at = now() - interval '11 minutes' where s.id = :'session_id';
select is(tests.ended(:'one', :'session_id'), 'TH403', 'an old session');
update auth.sessions s set created_at = now() where s.id = :'session_id';
select tests.a_priced_plan('gold', 1000);
select count(tests.put_on_plan(:'one', 'gold'));

select isnt(tests.ended(:'one', :'session_id'), 'TH403', 'the user');
select is((select count(*) from auth.sessions s where s.user_id = :'one'), 0::bigint, 'sessions have ended');
select is((select s.status::text from billing.subscriptions s where s.user_id = :'one'), 'canceled', 'what is billed has ended');
select ok((select k.revoked_at is not null from identity.api_keys k where k.id = :'key_id'), 'keys are revoked');
select is(
    (select count(*) from auth.users u where u.id = :'one' and (u.email = 'one@example.com' or u.deleted_at is null)),
    0::bigint, 'the address is gone'
);
select is(tests.stored_balance(:'one') ~ '10', true, 'the ledger stays');
select is(tests.outcome(tests.sign_in('one@example.com')), tests.outcome(tests.sign_in('nobody@example.com')), 'nobody signs in');
select is((select count(*) from auth.sessions s where s.user_id = :'other'), 1::bigint, 'others are as before');
select is(tests.attempt('anon', null, 'select api.delete_my_account()'), '42501', 'nobody');

select * from finish();
rollback;
