-- A user limits the own spending and that of the own keys, and lifts only what is their own; a key does neither.
begin;
select plan(18);

select tests.a_user(10) as user_id \gset
select tests.a_user(10) as other \gset
select id as key_id from identity.create_api_key(:'user_id', 'key', '{all}') \gset
select id as others_key from identity.create_api_key(:'other', 'key', '{all}') \gset
select (ai.set_budget('day', 50, :'user_id')).id as operators \gset
select (ai.set_budget('day', 50)).id as everybodys \gset
select (ai.set_budget('day', 50, :'other', p_is_own => true)).id as others \gset

select is(
    tests.attempt('authenticated', :'user_id', 'select concat_ws('' '', user_id, amount, is_own) from api.set_my_budget(''day'', 500)'),
    :'user_id' || ' 500 t', 'a user'
);
select is((select b.amount::numeric from ai.budgets b where b.id = :'operators'), 50::numeric, 'the operator''s stays');
select is(
    tests.attempt('authenticated', :'user_id', format('select amount from api.set_my_budget(''month'', 5, %L)', :'key_id')),
    '5', 'the own key'
);
select is(
    tests.attempt('authenticated', :'user_id', format('select amount from api.set_my_budget(''month'', 5, %L)', :'others_key')),
    'TH404', 'not another''s'
);
select is(
    tests.attempt('authenticated', :'user_id', format('select ''done'' from api.remove_my_budget(%L)', t.id)),
    'TH404', t.whose
)
from (values
    (:'operators', 'the operator''s'), (:'everybodys', 'everybody''s'), (:'others', 'another''s'),
    ('00000000-0000-4000-8000-000000000000', 'nobody''s')
) as t (id, whose);
select is((select count(*) from ai.budgets b where b.id in (:'operators', :'everybodys', :'others')), 3::bigint, 'they stay');
select is(
    tests.attempt(b.claims, f.sql), case when b.name like 'a user%' then 'TH403' else '42501' end,
    format('%s: %s', b.name, f.sql)
)
from tests.bearers(:'user_id') b
cross join (values
    ('select amount from api.set_my_budget(''day'', 900)'),
    ('select ''done'' from api.remove_my_budget(gen_random_uuid())')
) as f (sql)
where b.name in ('a visitor', 'a user''s key', 'a server');
select is(
    tests.attempt(
        'authenticated', :'user_id',
        format('select ''done'' from api.remove_my_budget(%L)', (select b.id from ai.budgets b where b.user_id = :'user_id' and b.is_own and b.period = 'day'))
    ),
    'done', 'the own one is lifted'
);
insert into ai.budgets (user_id, provider, model, period, amount, is_own)
select :'user_id', 'openai', 'm-' || n, 'day', 1, true from generate_series(1, 99) n;
select is(tests.attempt('authenticated', :'user_id', 'select amount from api.set_my_budget(''day'', 1)'), 'TH403', 'not the 101st');
select is(
    tests.attempt('authenticated', :'user_id', format('select amount from api.set_my_budget(''month'', 6, %L)', :'key_id')),
    '6', 'though one that is there changes'
);

select * from finish();
rollback;
