-- A trusted server does what users may not.
begin;
select plan(6);

select tests.a_priced_plan('team', 2000);
select tests.a_user() as user_id \gset
select is(
    tests.attempt('service_role', null, format('select (api.%s).status', format(c.call, :'user_id'))),
    c.status, c.call
)
from (values
    ('subscribe(%L, ''team'')', 'active'), ('change_plan(%L, ''team'')', 'active'),
    ('pause_subscription(%L)', 'paused'), ('resume_subscription(%L)', 'active'),
    ('renew_subscription(%L)', 'TH415'), ('cancel_subscription(%L, false)', 'canceled')
) as c (call, status);

select * from finish();
rollback;
