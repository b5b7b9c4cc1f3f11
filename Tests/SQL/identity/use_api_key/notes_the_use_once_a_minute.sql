-- The last use is kept to the minute, so that busy keys write little.
begin;
select plan(4);

select k.id, k.key from identity.create_api_key(null, 'a', array['all']) k \gset
select is((select k.last_used_at from identity.api_keys k where k.id = :'id'), null, 'not used');
select tests.held_key(:'key') \g /dev/null
select is((select k.last_used_at from identity.api_keys k where k.id = :'id'), now(), 'used');
update identity.api_keys set last_used_at = now() - interval '50 seconds' where id = :'id';
select tests.held_key(:'key') \g /dev/null
select is(
    (select k.last_used_at from identity.api_keys k where k.id = :'id'), now() - interval '50 seconds',
    'within the minute'
);
update identity.api_keys set last_used_at = now() - interval '61 seconds' where id = :'id';
select tests.held_key(:'key') \g /dev/null
select is((select k.last_used_at from identity.api_keys k where k.id = :'id'), now(), 'after it');

select * from finish();
rollback;
