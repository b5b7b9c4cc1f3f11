-- Every constraint of the tables beside auth.users fires by its name; who goes takes them along.
begin;
select plan(19);

select tests.a_person('a@example.com') as user_id \gset
select tests.a_person('b@example.com') as other_id \gset
select a.claims ->> 'session_id' as session_id from tests.sign_in('a@example.com') a \gset
select identity.recover(
    jsonb_build_object(
        'email', 'a@example.com', 'code_challenge', repeat('x', 43), 'code_challenge_method', 's256'
    ),
    tests.context()
);

select is(
    tests.violation(format(planted.sql, :'user_id', :'session_id')), planted.name, planted.sql
)
from (values
    ('insert into auth.identities select i.* from auth.identities i', '428C9'),
    ('insert into auth.identities (provider_id, user_id, identity_data, provider) values (%1$L, %1$L, ''{}'', ''email'')', 'identities_provider_id_provider_key'),
    ('insert into auth.identities (provider_id, user_id, identity_data, provider) values (''x'', gen_random_uuid(), ''{}'', ''email'')', 'identities_user_id_fkey'),
    ('insert into auth.identities (id, provider_id, user_id, identity_data, provider) select i.id, ''x'', i.user_id, ''{}'', ''email'' from auth.identities i', 'identities_pkey'),
    ('insert into auth.sessions (id, user_id) values (%2$L, %1$L)', 'sessions_pkey'),
    ('insert into auth.sessions (user_id) values (gen_random_uuid())', 'sessions_user_id_fkey'),
    ('insert into auth.refresh_tokens (token, user_id, session_id) select t.token, ''x'', t.session_id from auth.refresh_tokens t', 'refresh_tokens_token_key'),
    ('insert into auth.refresh_tokens (id, token, user_id, session_id) select t.id, ''x'', ''x'', t.session_id from auth.refresh_tokens t', 'refresh_tokens_pkey'),
    ('insert into auth.refresh_tokens (token, user_id, session_id) values (''x'', ''x'', gen_random_uuid())', 'refresh_tokens_session_id_fkey'),
    ('insert into auth.mfa_amr_claims (session_id, authentication_method) values (%2$L, ''password'')', 'mfa_amr_claims_session_id_authentication_method_key'),
    ('insert into auth.mfa_amr_claims (session_id, authentication_method) values (gen_random_uuid(), ''x'')', 'mfa_amr_claims_session_id_fkey'),
    ('insert into auth.mfa_amr_claims (id, session_id, authentication_method) select c.id, c.session_id, ''x'' from auth.mfa_amr_claims c', 'mfa_amr_claims_pkey'),
    ('insert into auth.one_time_tokens (user_id, token_type, token_hash, relates_to) values (%1$L, ''recovery_token'', ''x'', ''x'')', 'one_time_tokens_user_id_token_type_key'),
    ('insert into auth.one_time_tokens (user_id, token_type, token_hash, relates_to) values (%1$L, ''magiclink_token'', '''', ''x'')', 'one_time_tokens_token_hash_is_not_empty'),
    ('insert into auth.one_time_tokens (user_id, token_type, token_hash, relates_to) values (gen_random_uuid(), ''magiclink_token'', ''x'', ''x'')', 'one_time_tokens_user_id_fkey'),
    ('insert into auth.one_time_tokens (id, user_id, token_type, token_hash, relates_to) select t.id, t.user_id, ''magiclink_token'', ''x'', ''x'' from auth.one_time_tokens t', 'one_time_tokens_pkey'),
    ('update auth.one_time_tokens set tries = -1', 'one_time_tokens_tries_is_0_or_more'),
    ('insert into auth.flow_state (id, user_id, auth_code, code_challenge_method, code_challenge, provider_type, authentication_method) select f.id, f.user_id, ''x'', ''plain'', ''x'', ''x'', ''x'' from auth.flow_state f', 'flow_state_pkey'),
    ('insert into auth.flow_state (user_id, auth_code, code_challenge_method, code_challenge, provider_type, authentication_method) values (gen_random_uuid(), ''x'', ''plain'', ''x'', ''x'', ''x'')', 'flow_state_user_id_fkey')
) as planted (sql, name)
where planted.name <> '428C9';
delete from auth.users where id = :'user_id';
select is((select count(*) from auth.sessions) + (select count(*) from auth.refresh_tokens) + (select count(*) from auth.mfa_amr_claims) + (select count(*) from auth.one_time_tokens) + (select count(*) from auth.flow_state) + (select count(*) from auth.identities where user_id <> :'other_id'), 0::bigint, 'all are gone');

select * from finish();
rollback;
