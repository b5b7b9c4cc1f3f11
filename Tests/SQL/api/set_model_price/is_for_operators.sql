-- Models, prices, limits and the switch are changed by admins and servers; budgets of others by servers alone.
-- Alone: tables are locked that others insert into.
begin;
select plan(36);

select tests.a_user(10) as user_id \gset
select tests.a_model('m');

select is(
    tests.attempt(b.claims, f.sql),
    case
        when b.name = 'a visitor' then '42501'
        when b.name in ('a server', 'a server''s key') then 'done'
        when f.is_servers then '42501'
        when b.name = 'an admin' then 'done'
        else 'TH403'
    end,
    format('%s: %s', b.name, f.sql)
)
from tests.bearers(:'user_id') b
cross join (values
    ($$select 'done' from api.set_model('openai', 'm', 5000)$$, false),
    ($$select 'done' from api.set_model_price('openai', 'm', 1.5, 3)$$, false),
    ($$select 'done' from api.set_model_limit('free', 'openai', 'm', 100)$$, false),
    ('select ''done'' from api.set_ai_enabled(true)', false),
    (format($$select 'done' from api.set_budget('day', 5, %L)$$, :'user_id'), true),
    (format($$with b as (select id from api.set_budget('day', 5, %L)) select 'done' from b, api.remove_budget(b.id)$$, :'user_id'), true)
) as f (sql, is_servers);

select * from finish();
rollback;
