-- Who reaches a threshold is alerted once in a day or month, by the thresholds of the moment, whatever becomes of
-- limit and plan.
begin;
select plan(13);

select tests.a_meter('calls', 10);
select tests.a_meter('calls', 100, 'pro');
select tests.a_meter('pages', 5, 'pro', 'day');
select tests.a_meter('free', 0, 'pro', p_kind => 'soft');
select tests.a_meter('tokens');
select tests.a_user() as user_id \gset
create function tests.alerts(p_user_id uuid) returns text language sql volatile as $$
    select string_agg(format('%s%% of %s %s a %s', a.percent, a.allowed, a.meter, a.per), ', ' order by a.created_at, a.percent)
    from usage.alerts a where a.user_id = p_user_id
$$;
select usage.record(:'user_id', 'calls', 7.9999, 'a');
select is(tests.alerts(:'user_id'), null, 'below');
select usage.record(:'user_id', 'calls', 0.0001, 'b');
select is(tests.alerts(:'user_id'), '80% of 10 calls a month', 'at 80 %');
select usage.record(:'user_id', 'calls', 0.5, 'c');
select is(tests.alerts(:'user_id'), '80% of 10 calls a month', 'once');
select is(
    tests.refusal(format('select usage.record(%L, ''calls'', 2, ''d'')', :'user_id')), 'TH451 calls a month',
    'a use that is refused'
);
select is(tests.alerts(:'user_id'), '80% of 10 calls a month', 'reaches nothing');
select usage.record(:'user_id', 'calls', 1.5, 'd');
select is(tests.alerts(:'user_id'), '80% of 10 calls a month, 100% of 10 calls a month', 'at 100 %');
select tests.put_on_plan(:'user_id', 'pro');
select usage.record(:'user_id', 'calls', 80, 'e');
select is(
    tests.alerts(:'user_id'), '80% of 10 calls a month, 100% of 10 calls a month',
    'the same threshold of another plan''s limit is no news in the same month'
);
insert into usage.alert_thresholds (percent) values (50);
delete from usage.alert_thresholds where percent = 100;
select usage.record(:'user_id', 'pages', 5, 'f');
select is(
    tests.alerts(:'user_id'),
    '80% of 10 calls a month, 100% of 10 calls a month, 50% of 5 pages a day, 80% of 5 pages a day',
    'thresholds are rows'
);
select usage.record(:'user_id', 'free', 5, 'g'), usage.record(:'user_id', 'tokens', 5, 'h');
select is(
    (select count(*) from usage.alerts a where a.meter in ('free', 'tokens')), 0::bigint,
    'nothing of a limit of none, or of no limit'
);
-- A new month.
update usage.alerts a set starts_on = (a.starts_on - interval '1 month')::date where a.meter = 'calls';
select tests.let_usage_age(:'user_id', 1);
select usage.record(:'user_id', 'calls', 90, 'i');
select is(
    (select string_agg(a.percent || ' ' || a.plan, ', ' order by a.percent) from usage.alerts a
        where a.meter = 'calls' and a.starts_on = usage.window_start('month', now())),
    '50 pro, 80 pro', 'in another month anew'
);
select is(tests.violation(c.sql), c.name, c.sql)
from (values
    ('insert into usage.alerts select * from usage.alerts limit 1', 'alerts_pkey'),
    (
        'insert into usage.alerts (user_id, meter, per, starts_on, percent, plan, used, allowed)
        select user_id, meter, per, starts_on, percent, plan, used, allowed from usage.alerts limit 1',
        'alerts_once_key'
    ),
    ('update usage.alerts set used = 0', 'alerts_used_reaches_percent_of_allowed')
) as c (sql, name);

select * from finish();
rollback;
