-- Calls that come together can't pass a budget together, whatever else is in the batch.
begin;
select plan(3);

select tests.a_model('m');
select tests.a_model('n');
update ops.rate_classes set is_enabled = false;
select tests.a_user(100) as user_id \gset
insert into ai.budgets (user_id, period, amount, provider, model) values (:'user_id', 'day', 4, 'openai', 'm');
select is(
    (
        select string_agg(o.model || ' ' || o.times, ', ' order by o.model)
        from (
            select i.item ->> 'model' as model, count(*) as times
            from (select jsonb_agg(
                tests.model_call(:'user_id', case when i % 2 = 0 then 'm' else 'n' end)
            ) as items from generate_series(1, 20) i) b
            cross join lateral ai.admit_many(b.items) a
            cross join lateral jsonb_array_elements(b.items) with ordinality i (item, ordinality)
            where i.ordinality = a.ordinality and a.error_code is null
            group by 1
        ) o
    ),
    'm 3, n 10', 'as many as there is room for'
);
select is(
    (select format('%s %s', k.held, k.spent) from ai.budget_counters k where k.user_id = :'user_id'),
    '3.1272 0', 'are counted'
);
select is_empty('select * from ai.verify()', 'exactly');

select * from finish();
rollback;
