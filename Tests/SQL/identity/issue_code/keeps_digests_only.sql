-- What is kept of codes, links, refresh tokens and auth codes is a keyed digest: no column holds
-- one of them, nor what could be computed from one without the key.
begin;
select plan(4);

select tests.a_person('a@example.com') as user_id \gset
select identity.recover('{"email": "a@example.com"}', tests.context());
select tests.mailed_code('a@example.com') as code, tests.mailed_token('a@example.com') as link \gset
select t.* from auth.one_time_tokens t where t.user_id = :'user_id' \gset

select matches(:'token_hash'::text, '^[0-9a-f]{64}$', 'a digest');
select ok(:'token_hash' <> all (array[
    :'link', encode(sha256(:'link'::bytea), 'hex'), encode(sha256(:'code'::bytea), 'hex'),
    encode(
        sha224(('a@example.com' || :'code')::bytea), 'hex'
    ), encode(sha256((:'id' || ':' || :'code')::bytea), 'hex')
]), 'with a key');
select is(
    identity.digest('one-time token', identity.digest('link', :'id' || ':' || :'code')),
    :'token_hash', 'of the link, which is one of the code'
);
select isnt(identity.digest('a', 'x'), identity.digest('b', 'x'), 'another for each purpose');

select * from finish();
rollback;
