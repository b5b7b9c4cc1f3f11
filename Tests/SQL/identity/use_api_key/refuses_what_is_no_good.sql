-- An unknown, cut, expired or revoked key and one of a user who is gone or banned stand for nobody.
begin;
select plan(12);

select tests.a_person() as user_id \gset
select k.id, k.key from identity.create_api_key(:'user_id', 'a', array['all'], now() + interval '1 hour') k \gset

select is(tests.held_key(:'key'), 'authenticated: ["all"]', 'a good one');
select is(tests.held_key(null), 'refused', 'null');
select is(tests.held_key(''), 'refused', 'empty');
select is(tests.held_key(left(:'key', -1)), 'refused', 'cut');
select is(tests.held_key(upper(:'key')), 'refused', 'in upper case');
select is(tests.held_key(:'key' || ' '), 'refused', 'with a space');
update auth.users set banned_until = now() + interval '1 day' where id = :'user_id';
select is(tests.held_key(:'key'), 'refused', 'banned');
update auth.users set banned_until = null, deleted_at = now() where id = :'user_id';
select is(tests.held_key(:'key'), 'refused', 'deleted softly');
update auth.users set deleted_at = null where id = :'user_id';
update identity.api_keys set expires_at = now() where id = :'id';
select is(tests.held_key(:'key'), 'refused', 'expired');
update identity.api_keys set expires_at = null where id = :'id';
select is(tests.held_key(:'key'), 'authenticated: ["all"]', 'good again');
select identity.revoke_api_key(null, :'id');
select is(tests.held_key(:'key'), 'refused', 'revoked');
select k.key as another from identity.create_api_key(:'user_id', 'b', array['all']) k \gset
delete from auth.users where id = :'user_id';
select is(tests.held_key(:'another'), 'refused', 'of nobody');

select * from finish();
rollback;
