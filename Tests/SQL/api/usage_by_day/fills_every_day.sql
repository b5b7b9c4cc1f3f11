-- Every day of the month up to today is a point, of the meters that were used or of the one that is asked for.
begin;
select plan(12);

select tests.a_meter('calls');
select tests.a_meter('images');
select tests.a_user() as user_id \gset
select tests.a_user() as other \gset
select usage.record(:'user_id', 'calls', 2.5, 'a'), usage.record(:'user_id', 'calls', 1, 'b'),
    usage.record(:'other', 'images', 1, 'a');
create function tests.days(p_arguments text default '') returns text language sql immutable as $$
    select format(
        'select concat_ws('' '', count(*), count(distinct meter), count(distinct starts_on), sum(quantity),
            sum(events), max(starts_on))
        from api.usage_by_day(%s)', p_arguments
    )
$$;
select date_part('day', now() at time zone 'UTC') as today, (now() at time zone 'UTC')::date as date \gset
select is(
    tests.attempt('authenticated', :'user_id', tests.days()), format('%s 1 %1$s 3.5 2 %s', :'today', :'date'),
    'one meter, every day until today'
);
select is(
    tests.attempt('authenticated', :'user_id', tests.days('null, ''images''')),
    format('%s 1 %1$s 0 0 %s', :'today', :'date'), 'a meter that was not used'
);
select is(
    tests.attempt('authenticated', :'user_id', tests.days(format('%L', tests.a_month(1)))), '0 0 0',
    'a month in which nothing was used'
);
select tests.let_usage_age(:'user_id', 1);
select is(
    tests.attempt('authenticated', :'user_id', tests.days(format('%L, ''calls''', tests.a_month(1)))),
    (
        select format('%s 1 %1$s 3.5 2 %s', date_part('day', d.last), d.last)
        from (select (date_trunc('month', now() at time zone 'UTC') - interval '1 day')::date) d (last)
    ),
    'a month that has passed, in full'
);
select is(tests.attempt('authenticated', :'user_id', tests.days('''2028-02'', ''calls''')), '0 0 0', 'one to come');
select is(
    tests.attempt('authenticated', :'user_id', tests.days('''2024-02'', ''calls''')), '29 1 29 0 0 2024-02-29',
    'a leap year''s February'
);
select is(
    tests.attempt('authenticated', :'user_id', tests.days(format('user_id => %L', :'other'))), '0 0 0',
    'nothing of another'
);
select is(
    tests.attempt('service_role', null, tests.days(format('user_id => %L', :'other'))),
    format('%s 1 %1$s 1 1 %s', :'today', :'date'), 'anybody''s for a service'
);
select is(tests.attempt('anon', null, tests.days()), '42501', 'not for nobody');
select is(tests.attempt('authenticated', :'user_id', tests.days(bad.arguments)), bad.result, bad.arguments)
from (values
    ('''2026-13''', 'TH001'), ('null, ''A meter''', 'TH001'), ('null, ''unknown''', 'TH404')
) as bad (arguments, result);

select * from finish();
rollback;
