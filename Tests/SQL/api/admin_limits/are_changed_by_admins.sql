-- Limits and prices are rows that an admin changes, within what the tables allow.
begin;
select plan(36);

select tests.a_user() as user_id \gset
create function tests.as_admin(p_sql text) returns text language sql volatile as $$
    select tests.attempt('{"role": "authenticated", "app_metadata": {"role": "admin"}}'::jsonb, p_sql)
$$;
select is(tests.as_admin(c.sql), c.result, c.sql)
from (values
    ('select requests from api.admin_set_rate_limit(''checkout'', 7, ''2 minutes'')', '7'),
    ('select period from api.admin_rate_limits() where class = ''checkout'' and plan is null', '00:02:00'),
    ('select is_enabled from api.admin_set_rate_limit(''checkout'', 7, ''2 minutes'', is_enabled => false)', 'false'),
    ('select is_enabled from api.admin_set_rate_limit(''checkout'', 8, ''2 minutes'')', 'false'),
    ('select plan from api.admin_set_rate_limit(''checkout'', 9, ''1 hour'', ''pro'')', 'pro'),
    ('select requests from api.admin_set_rate_limit(''checkout'', 10, ''1 hour'', ''pro'')', '10'),
    ('select requests from api.admin_rate_limits() where class = ''checkout'' and plan = ''pro''', '10'),
    ('select requests from api.admin_rate_limits() where class = ''checkout'' and plan is null', '8'),
    ('select requests from api.admin_set_rate_limit(''checkout'', null, null, ''pro'')', '8'),
    ('select count(*) from api.admin_rate_limits() where class = ''checkout'' and ends_at is null', '1'),
    -- As it was, 7 in two minutes, 8; 9 and 10 on a plan.
    ('select count(*) from api.admin_rate_limits() where class = ''checkout''', '5'),
    ('select requests from api.admin_set_rate_limit(''checkout'', 20, ''1 hour'', effective_at => ''2999-01-01'')', '20'),
    ('select extract(year from effective_at) from api.admin_rate_limits() where class = ''checkout''', '2999'),
    ('select extract(year from ends_at) from api.admin_rate_limits() where requests = 8', '2999'),
    ('select is_enabled from api.admin_set_rate_limit(''checkout'', 9, ''1 hour'', ''pro'', true)', 'true'),
    ('select string_agg(distinct is_enabled::text, '''') from api.admin_rate_limits() where class = ''checkout''', 'true'),
    ('select requests from api.admin_set_rate_limit(''checkout'', 1, ''1 hour'', effective_at => ''2000-01-01'')', 'TH001'),
    ('select requests from api.admin_set_rate_limit(''checkout'', 1, ''1 hour'', effective_at => ''infinity'')', 'TH001'),
    ('select requests from api.admin_set_rate_limit(''checkout'', 0, ''1 hour'')', 'TH001'),
    ('select requests from api.admin_set_rate_limit(''checkout'', null, ''1 hour'')', 'TH001'),
    ('select requests from api.admin_set_rate_limit(''checkout'', 1, null)', 'TH001'),
    ('select requests from api.admin_set_rate_limit(''checkout'', 1, ''-1 hour'')', 'TH001'),
    ('select requests from api.admin_set_rate_limit(''checkout'', 1, ''1 month'')', 'TH001'),
    ('select requests from api.admin_set_rate_limit(''checkout'', 1, ''1 hour'', ''odd'')', 'TH404'),
    ('select requests from api.admin_set_rate_limit(''odd'', 1, ''1 hour'')', 'TH404'),
    ('select price from api.admin_set_price(''song'', ''job'', 3)', '3'),
    ('select price from api.admin_set_price(''song'', ''job'', 4, effective_at => now() + interval ''1 day'')', '4'),
    ('select count(*) from api.admin_prices() where job_type = ''song''', '2'),
    ('select price from api.admin_set_price(''song'', ''job'', -4)', 'TH001'),
    ('select price from api.admin_set_price(''song'', ''job'', 4, effective_at => ''2000-01-01'')', 'TH001'),
    ('select count(*) from api.admin_verify()', '0')
) as c (sql, result);

select is(tests.attempt('authenticated', :'user_id', s.sql), 'TH403', s.sql)
from unnest(array[
    'select requests from api.admin_set_rate_limit(''checkout'', 1000, ''1 minute'')',
    'select requests from api.admin_rate_limits()', 'select price from api.admin_set_price(''song'', ''job'', 0.0001)',
    'select price from api.admin_prices()', 'select count(*) from api.admin_verify()'
]) as s (sql);

select * from finish();
rollback;
