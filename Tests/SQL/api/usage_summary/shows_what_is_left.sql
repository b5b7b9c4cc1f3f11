-- A user sees what is used and left of each limit of the plan and of what is used without one, and nobody else's.
begin;
select plan(8);

select tests.a_meter('calls', 10);
select tests.a_meter('calls', 4, p_per => 'day');
select tests.a_meter('images', 3, p_kind => 'soft');
select tests.a_meter('pages', 0);
select tests.a_meter('tokens');
select tests.a_meter('calls', 100, 'pro');
select tests.a_user() as user_id \gset
select tests.a_user() as other \gset
select usage.record(:'user_id', 'calls', 3.5, 'a'), usage.record(:'user_id', 'images', 4, 'b'),
    usage.record(:'user_id', 'tokens', 7, 'c'), usage.record(:'other', 'calls', 1, 'a');
create function tests.summary(p_where text default 'true') returns text language sql immutable as $$
    select format(
        'select string_agg(concat_ws('' '', meter, per, used, kind, allowed, remaining, overage, percent), '';''
            order by meter, per) from api.usage_summary where %s', p_where
    )
$$;
select is(
    tests.attempt('authenticated', :'user_id', tests.summary()),
    'calls day 3.5 hard 4 0.5 0 87.5;calls month 3.5 hard 10 6.5 0 35;images day 4;images month 4 soft 3 0 1 133.33;'
    'pages month 0 hard 0 0 0;tokens day 7;tokens month 7',
    'one''s own'
);
select is(
    tests.attempt('authenticated', :'user_id', tests.summary(format('user_id = %L', :'other'))), null,
    'nothing of another'
);
select is(tests.attempt('anon', null, tests.summary()), '42501', 'nothing for nobody');
select is(
    tests.attempt('service_role', null, tests.summary(format('user_id = %L and meter = ''calls''', :'other'))),
    'calls day 1 hard 4 3 0 25;calls month 1 hard 10 9 0 10', 'anybody''s for a service'
);
select is(
    tests.attempt(
        'authenticated', :'user_id',
        'select count(*) from api.usage_summary where resets_at <= now() or starts_on > current_date'
    ),
    '0', 'each ends in the future'
);
select tests.put_on_plan(:'user_id', 'pro');
select is(
    tests.attempt('authenticated', :'user_id', tests.summary('meter = ''calls''')),
    'calls day 3.5;calls month 3.5 hard 100 96.5 0 3.5', 'by another plan at once'
);
update billing.plans set is_public = false where id = 'pro';
select is(
    tests.attempt('authenticated', :'user_id', tests.summary('meter = ''calls'' and per = ''month''')),
    'calls month 3.5 hard 100 96.5 0 3.5', 'also by one that is not shown to others'
);
select columns_are(
    'api', 'usage_summary',
    array[
        'user_id', 'plan', 'meter', 'name', 'unit', 'provider', 'per', 'starts_on', 'resets_at', 'used', 'events',
        'kind', 'allowed', 'remaining', 'overage', 'percent', 'overage_price'
    ]
);

select * from finish();
rollback;
