-- A revocation ends new and old secret alike; a second one changes nothing.
begin;
select plan(6);

select tests.a_user() as user_id \gset
select k.id, k.key as first from identity.create_api_key(:'user_id', 'a', array['all']) k \gset
select k.key as second from identity.rotate_api_key(:'user_id', :'id', '1 hour') k \gset
select is(
    tests.refusal(format('select identity.revoke_api_key(%L, %L)', tests.a_user(), :'id')),
    'TH404 api_key', 'somebody else''s'
);
select identity.revoke_api_key(:'user_id', :'id');
select is(tests.held_key(:'first'), 'refused', 'the old secret');
select is(tests.held_key(:'second'), 'refused', 'the new one');
update identity.api_keys set revoked_at = now() - interval '1 day' where id = :'id';
select identity.revoke_api_key(:'user_id', :'id');
select is(
    (select k.revoked_at from identity.api_keys k where k.id = :'id'), now() - interval '1 day', 'again'
);
select is(
    tests.refusal('select identity.revoke_api_key(null, gen_random_uuid())'), 'TH404 api_key', 'none'
);
select is(tests.refusal('select identity.revoke_api_key(null, null)'), 'TH404 api_key', 'null');

select * from finish();
rollback;
