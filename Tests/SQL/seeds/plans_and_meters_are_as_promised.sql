-- The seeds bring four plans with prices and limits, and meters for each provider; what an operator has
-- changed stays when they run again.
begin;
select plan(8);

\ir ../../../sql/seeds/plans.sql
\ir ../../../sql/seeds/usage.sql
select results_eq(
    $$select p.id::text collate "default", m.unit_amount::bigint, y.unit_amount::bigint
    from billing.plans p
    left join billing.plan_prices m on m.plan = p.id and m.cycle = 'monthly'
    left join billing.plan_prices y on y.plan = p.id and y.cycle = 'yearly'
    order by p.rank$$,
    $$values ('free', null::bigint, null::bigint), ('basic', 900, 9000), ('pro', 2900, 29000),
        ('enterprise', 29900, 299000)$$,
    'plans and prices'
);
select results_eq(
    $$select coalesce(provider, 'own'), count(*) from usage.meters group by 1 order by 1$$,
    $$values ('anthropic', 2::bigint), ('gemini', 2), ('mistral', 2), ('openai', 2), ('own', 4)$$,
    'meters'
);
select results_eq(
    $$select l.plan::text collate "default", count(*) from usage.limits l group by 1 order by 1$$,
    $$values ('basic', 12::bigint), ('enterprise', 12), ('free', 12), ('pro', 12)$$,
    'limits of every meter'
);
select tests.a_member(p_plan => 'pro') as member \gset
select ok(billing.has_feature(:'member', 'priority'), 'features');
select is((billing.subscribe(tests.a_user(), 'basic', 'yearly')).status::text, 'active', 'sold');

update billing.plan_prices set unit_amount = 1 where plan = 'basic';
update billing.plans set features = '{"mine": true}' where id = 'pro';
delete from usage.limits where plan = 'pro' and meter <> 'images';
\ir ../../../sql/seeds/plans.sql
\ir ../../../sql/seeds/usage.sql
select is(
    (select max(unit_amount)::bigint from billing.plan_prices where plan = 'basic'), 1::bigint, 'prices stay'
);
select is((select features::text from billing.plans where id = 'pro'), '{"mine": true}', 'features stay');
select is((select count(*) from usage.limits where plan = 'pro'), 1::bigint, 'limits stay');

select * from finish();
rollback;
