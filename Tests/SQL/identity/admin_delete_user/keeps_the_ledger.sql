-- A user is deleted with sessions and identities, or softly all that tells who it was; credits and
-- entries stay, and the proof is clean.
begin;
select plan(17);

select tests.a_person('a@example.com') as hard \gset
select tests.a_person('b@example.com') as soft \gset
select credits.grant_credits(u.id::uuid, 10, 'purchase') from (values (:'hard'), (:'soft')) u (id);
select tests.claims(:'hard') as hard_claims \gset
select a.claims as soft_claims, a.body ->> 'refresh_token' as token
from tests.sign_in('b@example.com') a \gset
update auth.users set raw_user_meta_data = '{"name": "B"}', phone = '4912345' where id = :'soft';

select is(
    (
        identity.admin_delete_user(
            '{"should_soft_delete": false}', tests.context(tests.an_admin(), '{}', :'hard')
        )
    ).body,
    '{}', 'deleted'
);
select is_empty(format('select from auth.users where id = %L', :'hard'), 'gone');
select is_empty(format('select from auth.sessions where user_id = %L', :'hard'), 'with sessions');
select is_empty(
    format('select from auth.identities where user_id = %L', :'hard'), 'and identities'
);
select is(
    tests.outcome(identity.get_user('{}', tests.context(:'hard_claims'))), '403 user_not_found',
    'the token is refused'
);
select is(
    tests.outcome(identity.admin_delete_user('{}', tests.context(tests.an_admin(), '{}', :'hard'))),
    '404 user_not_found', 'twice'
);
select is(
    tests.outcome(
        identity.admin_delete_user(
            '{"should_soft_delete": true}', tests.context(tests.an_admin(), '{}', :'soft')
        )
    ),
    '200', 'deleted softly'
);
select is(
    tests.outcome(identity.get_user('{}', tests.context(:'soft_claims'))), '403 user_not_found',
    'the token is refused'
);
select is(
    tests.outcome(tests.refresh(:'token')), '400 refresh_token_not_found', 'the refresh token too'
);
select is(
    tests.outcome(tests.sign_in('b@example.com')), '400 invalid_credentials', 'nobody signs in'
);
select ok(
    (select concat_ws(' ', u.email, u.phone, u.encrypted_password, u.raw_user_meta_data) !~ '(b@example|4912345|\$2a|"B")' and u.deleted_at is not null from auth.users u where u.id = :'soft'),
    'nothing tells who it was'
);
select is(
    tests.outcome(identity.admin_get_user('{}', tests.context(tests.an_admin(), '{}', :'soft'))),
    '200', 'an admin still sees the row'
);
select is(
    tests.outcome(
        identity.admin_delete_user(
            '{"should_soft_delete": true}', tests.context(tests.an_admin(), '{}', :'soft')
        )
    ),
    '200', 'softly twice'
);
select is(tests.balance(:'hard'), '10 available, 0 held, 0 owed', 'credits stay');
select is(tests.balance(:'soft'), '10 available, 0 held, 0 owed', 'softly too');
select is_empty(
    format(
        'select * from credits.verify(%L) union all select * from credits.verify(%L)', :'hard',
        :'soft'
    ),
    'the proof is clean'
);
select tests.a_person('b@example.com') as again \gset
select is(tests.outcome(tests.sign_in('b@example.com')), '200', 'the address is free again');

select * from finish();
rollback;
