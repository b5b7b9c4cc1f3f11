-- What was used in a month and in the one before; a month that is none is refused by its name.
begin;
select plan(26);

select tests.a_meter('calls');
select tests.a_meter('images');
select tests.a_meter('unused');
select tests.a_user() as user_id \gset
select tests.a_user() as other \gset
select usage.record(:'user_id', 'images', 4, 'old'), usage.record(:'other', 'images', 4, 'old');
select tests.let_usage_age(:'user_id', 1);
select usage.record(:'user_id', 'calls', 2.5, 'a'), usage.record(:'user_id', 'calls', 1, 'b');
create function tests.statistics(p_arguments text default '') returns text language sql immutable as $$
    select format(
        'select string_agg(concat_ws('' '', meter, quantity, events, previous_quantity), '';'')
        from api.usage_statistics(%s)', p_arguments
    )
$$;
select is(tests.attempt('authenticated', :'user_id', tests.statistics(a.arguments)), a.result, a.result)
from (values
    ('', 'calls 3.5 2 0;images 0 0 4'), (quote_literal(tests.a_month()), 'calls 3.5 2 0;images 0 0 4'),
    (quote_literal(tests.a_month(1)), 'images 4 1 0'), (quote_literal(tests.a_month(2)), null),
    ('''9999-12''', null), ('''1000-01''', null)
) as a (arguments, result);
select is(
    tests.attempt('authenticated', :'user_id', tests.statistics(format('user_id => %L', :'other'))), null,
    'nothing of another'
);
select is(
    tests.attempt('service_role', null, tests.statistics(format('user_id => %L', :'other'))), 'images 4 1 0',
    'anybody''s for a service'
);
select is(tests.attempt('service_role', null, tests.statistics()), null, 'nobody''s');
select is(tests.attempt('anon', null, tests.statistics()), '42501', 'not for nobody');
select is(tests.attempt(who.role, :'user_id', format('select api.%s(%L)', f.name, bad.month)), 'TH001', bad.month)
from (values ('authenticated')) as who (role)
cross join (values ('usage_statistics'), ('dashboard')) as f (name)
cross join (values
    ('2026-13'), ('2026-00'), ('2026-1'), ('2026-11-01'), (''), (E'2026-11\n'), ('0999-12'), (repeat('1', 100000))
) as bad (month);

select * from finish();
rollback;
