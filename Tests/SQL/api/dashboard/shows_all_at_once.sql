-- One call shows plan, subscription, balance, usage, days, logs and alerts of whoever asks.
begin;
select plan(17);

select tests.a_meter('calls', 10);
select tests.a_meter('calls', 10, 'pro');
select tests.a_user(50) as user_id \gset
select tests.a_user(70) as other \gset
select tests.put_on_plan(:'user_id', 'pro');
select usage.record(:'user_id', 'calls', 1, 'event ' || n) from generate_series(1, 9) as n;
select usage.record(:'other', 'calls', 1, 'a');
create function tests.dashboard(p_path text, p_arguments text default '') returns text language sql immutable as $$
    select format('select to_jsonb(d) #>> %L from api.dashboard(%s) d', p_path, p_arguments)
$$;
select is(tests.attempt('authenticated', :'user_id', tests.dashboard(a.path)), a.result, a.path)
from (values
    ('{user_id}', :'user_id'::text), ('{billing_period}', tests.a_month()), ('{plan}', 'pro'),
    ('{subscription,plan}', 'pro'), ('{balance}', '{"debt": 0, "held": 0, "available": 50}'),
    ('{current_usage,0,used}', '9'), ('{current_usage,1,remaining}', '1'), ('{totals,0,quantity}', '9'),
    ('{days,0,meter}', 'calls'), ('{logs,8,meter}', 'calls'), ('{logs,9}', null), ('{alerts,0,percent}', '80')
) as a (path, result);
select is(
    tests.attempt(
        'authenticated', :'user_id', tests.dashboard('{logs}', format('%L', tests.a_month(1)))
    ),
    '[]', 'the logs of another month'
);
select is(
    tests.attempt('authenticated', :'user_id', tests.dashboard('{user_id}', format('user_id => %L', :'other'))), null,
    'not another''s'
);
select is(
    tests.attempt('service_role', null, tests.dashboard('{plan}', format('user_id => %L', :'other'))), 'free',
    'anybody''s for a service'
);
select is(tests.attempt('authenticated', null, tests.dashboard('{user_id}')), null, 'a token without a user');
select is(tests.attempt('anon', null, tests.dashboard('{}')), '42501', 'not for nobody');

select * from finish();
rollback;
