-- As many months as are asked for, 1 to 100, each a point.
begin;
select plan(15);

select tests.a_meter('calls');
select tests.a_meter('images');
select tests.a_user() as user_id \gset
select tests.a_user() as other \gset
select usage.record(:'user_id', 'images', 4, 'old'), usage.record(:'other', 'images', 9, 'old');
select tests.let_usage_age(:'user_id', 3);
select usage.record(:'user_id', 'calls', 2.5, 'a');
create function tests.months(p_arguments text default '') returns text language sql immutable as $$
    select format(
        'select concat_ws('' '', count(*), count(distinct meter), count(distinct starts_on), sum(quantity),
            sum(events), to_char(min(starts_on), ''YYYY-MM''))
        from api.usage_by_period(%s)', p_arguments
    )
$$;
select is(tests.attempt('authenticated', :'user_id', tests.months(a.arguments)), a.result, a.arguments)
from (values
    ('', format('24 2 12 6.5 2 %s', tests.a_month(11))), ('1', format('1 1 1 2.5 1 %s', tests.a_month())),
    ('3', format('3 1 3 2.5 1 %s', tests.a_month(2))), ('4', format('8 2 4 6.5 2 %s', tests.a_month(3))),
    ('0', format('1 1 1 2.5 1 %s', tests.a_month())), ('-7', format('1 1 1 2.5 1 %s', tests.a_month())),
    ('2147483647', format('200 2 100 6.5 2 %s', tests.a_month(99))),
    ('-2147483648', format('1 1 1 2.5 1 %s', tests.a_month())),
    ('null', format('24 2 12 6.5 2 %s', tests.a_month(11))),
    ('2, ''images''', format('2 1 2 0 0 %s', tests.a_month(1))),
    ('2, ''A meter''', 'TH001'), ('2, ''unknown''', 'TH404'),
    (format('user_id => %L', :'other'), '0 0 0')
) as a (arguments, result);
select is(
    tests.attempt('service_role', null, tests.months(format('1, user_id => %L', :'other'))),
    format('1 1 1 9 1 %s', tests.a_month()), 'anybody''s for a service'
);
select is(tests.attempt('anon', null, tests.months()), '42501', 'not for nobody');

select * from finish();
rollback;
