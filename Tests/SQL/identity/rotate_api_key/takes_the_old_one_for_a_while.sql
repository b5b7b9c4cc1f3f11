-- A rotation gives a new secret under the same prefix; the old one is taken for as long as was said,
-- the one before it no longer.
begin;
select plan(12);

select tests.a_user() as user_id \gset
select k.id, k.key as first, k.prefix from identity.create_api_key(:'user_id', 'a', array['credits:read']) k \gset
select k.key as second, k.prefix as same from identity.rotate_api_key(:'user_id', :'id') k \gset

select isnt(:'second'::text, :'first'::text, 'a new one');
select is(:'same'::text, :'prefix'::text, 'under its prefix');
select is(tests.held_key(:'second'), 'authenticated: ["credits:read"]', 'which is taken');
select is(tests.held_key(:'first'), 'refused', 'the old one is not');
select k.key as third from identity.rotate_api_key(null, :'id', '1 hour') k \gset
select is(tests.held_key(:'second'), 'authenticated: ["credits:read"]', 'for an hour');
select is(tests.held_key(:'first'), 'refused', 'the first stays ended');
update identity.api_keys set previous_until = now() where id = :'id';
select is(tests.held_key(:'second'), 'refused', 'after it');
select is(tests.held_key(:'third'), 'authenticated: ["credits:read"]', 'the new one is');

prepare rotate (uuid, interval) as select identity.rotate_api_key(:'user_id', $1, $2);
select is(tests.refusal(format('execute rotate (%L, %L)', :'id', '8 days')), 'TH001 overlap', 'too long');
select is(tests.refusal(format('execute rotate (%L, %L)', :'id', '-1 s')), 'TH001 overlap', 'backwards');
select is(
    tests.refusal(format('select identity.rotate_api_key(%L, %L)', tests.a_user(), :'id')),
    'TH404 api_key', 'somebody else''s'
);
select identity.revoke_api_key(null, :'id');
select is(tests.refusal(format('execute rotate (%L, %L)', :'id', '0')), 'TH404 api_key', 'revoked');

select * from finish();
rollback;
