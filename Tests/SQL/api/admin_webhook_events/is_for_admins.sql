-- Only an admin and a trusted server see what came from Stripe, and replay it.
begin;
select plan(13);

select tests.receive('product.created', '{"id": "prod_1"}', 0, 'evt_1');
create function tests.as_who(p_role text, p_claims jsonb, p_sql text) returns text language plpgsql volatile as $$
declare
    v_result text;
begin
    perform set_config('request.jwt.claims', p_claims::text, true), set_config('role', p_role, true);
    execute p_sql into v_result;
    perform set_config('role', 'none', true);
    return v_result;
exception
    when others then
        return sqlstate;
end
$$;
select is(tests.as_who('authenticated', '{"role": "authenticated", "app_metadata": {"role": "admin"}}', c.sql), c.result, c.sql)
from (values
    ('select id from api.admin_webhook_events()', 'evt_1'),
    ('select id from api.admin_webhook_events(''ignored'', 0)', 'evt_1'),
    ('select id from api.admin_webhook_events(''failed'')', null),
    ('select id from api.admin_webhook_events(''odd'')', 'TH001'),
    ('select status from api.admin_replay_event(''evt_1'')', 'ignored'),
    ('select status from api.admin_replay_event(''evt_2'')', 'TH404'),
    ('select status from api.admin_replay_event(null)', 'TH404')
) as c (sql, result);
select is(tests.as_who('authenticated', c.claims::jsonb, s.sql), 'TH403', concat_ws(' ', c.claims, s.sql))
from unnest(array['{}', '{"user_metadata": {"role": "admin"}}']) as c (claims)
cross join unnest(array['select id from api.admin_webhook_events()', 'select status from api.admin_replay_event(''evt_1'')']) as s (sql);
select is(tests.attempt('anon', null, 'select count(*) from api.admin_webhook_events()'), '42501', 'nobody');
select is(tests.attempt('service_role', null, 'select id from api.admin_webhook_events()'), 'evt_1', 'a trusted server');

select * from finish();
rollback;
