-- A hundred live keys; revoked and expired ones leave room.
begin;
select plan(4);

select tests.a_user() as user_id \gset
select count(*) from generate_series(1, 100) i
cross join lateral identity.create_api_key(:'user_id', 'key ' || i, array['all'], now() + interval '1 hour') \g /dev/null

prepare another as select identity.create_api_key(:'user_id', 'another', array['all']);
select is(tests.refusal('execute another'), 'TH403 api_keys', 'the 101st');
select isnt(
    (select k.key from identity.create_api_key(tests.a_user(), 'x', array['all']) k), null,
    'somebody else''s'
);
select identity.revoke_api_key(:'user_id', k.id) from identity.api_keys k where k.name = 'key 1';
select is(tests.refusal('execute another'), null, 'after a revocation');
update identity.api_keys set expires_at = now() where name = 'key 2';
select is(tests.refusal('execute another'), null, 'after an expiry');

select * from finish();
rollback;
