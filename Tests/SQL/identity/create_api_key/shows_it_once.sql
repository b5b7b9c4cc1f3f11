-- A key is answered once, whole; what is kept of it can't be used, nor seen by anybody.
begin;
select plan(9);

select tests.a_user() as user_id \gset
select k.id, k.key, k.prefix
from identity.create_api_key(:'user_id', 'reports', array['credits:read', 'credits:read'], 'infinity') k \gset

select matches(:'key'::text, '^thin_[0-9a-f]{12}_[0-9a-f]{64}$', 'its form');
select is(left(:'key', 17), :'prefix'::text, 'begins with its prefix');
select is(tests.held_key(:'key'), 'authenticated: ["credits:read"]', 'stands for its user');
select is(
    tests.key_claims(:'key'),
    jsonb_build_object(
        'sub', :'user_id', 'role', 'authenticated', 'api_key_id', :'id',
        'scopes', '["credits:read"]'::jsonb
    ), 'with these claims'
);
select is(
    (select tests.held_key(k.key) from identity.create_api_key(null, 'cron', array['all']) k),
    'service_role: ["all"]', 'without a user it is a trusted server''s'
);
select is(
    (select count(*) from identity.api_keys k where to_jsonb(k)::text like '%' || right(:'key', 64) || '%'),
    0::bigint, 'the key is not kept'
);
select is(
    (select count(*) from audit.log l where l.new_values::text ~ encode(sha256(:'key'::bytea), 'hex')),
    0::bigint, 'nor its digest in the log'
);
select is(
    (
        select count(*) from audit.log l
        where l.relation = 'identity.api_keys' and l.new_values ->> 'prefix' = :'prefix'
    ), 1::bigint, 'which tells that it was made'
);
select is(
    tests.attempt('service_role', null, 'select digest from identity.api_keys'), '42501',
    'no server sees digests'
);

select * from finish();
rollback;
