-- Mail is claimed and settled by services alone, and read by nobody.
begin;
select plan(15);

select is(tests.attempt(r.role, null, refused.sql), '42501', format('%s: %s', r.role, refused.sql))
from (values ('anon'), ('authenticated'), ('authenticator'), ('thin_auth')) r (role)
cross join unnest(
    array['select ops.claim_outbox()', 'select ops.settle_outbox(1)', 'select * from ops.outbox']
) refused (sql);
select is(
    tests.attempt('service_role', null, 'select count(*) from ops.claim_outbox()'), '0',
    'a service claims'
);
select is(
    tests.attempt('service_role', null, 'select ops.settle_outbox(1)'), 'TH404', 'and settles'
);
select is(
    tests.attempt('service_role', null, 'select * from ops.outbox'), '42501', 'but does not read'
);

select * from finish();
rollback;
