-- No user reads the tables behind prices, plans and bonuses save the prices, writes any, or
-- refreshes.
begin;
select plan(100);

select tests.a_member(p_plan => 'pro') as user_id \gset

select is(
    tests.attempt(who.role, :'user_id', format(access.sql, target.relation)), '42501',
    format('%s: %s', who.role, format(access.sql, target.relation))
)
from (values ('anon'), ('authenticated'), ('service_role')) as who (role)
cross join unnest(array[
    'billing.plans', 'credits.prices', 'credits.default_price', 'credits.signup_claims',
    'credits.signup_identities', 'credits.signup_networks', 'credits.signup_settings',
    'credits.disposable_domains', 'credits.monthly_refreshes'
]) as target (relation)
cross join unnest(
    array['insert into %s default values', 'delete from %s', 'truncate %s']
) as access (sql)
order by who.role, target.relation, access.sql;
select is(tests.attempt('authenticated', :'user_id', refused.sql), '42501', refused.sql)
from unnest(array[
    'select * from billing.plans',
    'select * from credits.default_price',
    'select * from credits.signup_claims',
    'select * from credits.signup_identities',
    'select * from credits.signup_networks',
    'select * from credits.signup_settings',
    'select * from credits.disposable_domains',
    'update credits.prices set price = 1',
    'update credits.default_price set price = 1',
    'update credits.monthly_refreshes set amount = 1',
    'select credits.refresh(auth.uid())',
    'select credits.refresh_due()',
    'select credits.reverse_signup_bonus(auth.uid(), ''x'')',
    'select api.reverse_signup_bonus(auth.uid(), ''x'')',
    'select credits.count_signup(''192.0.2.0/24'', now())',
    'select billing.plan_of(auth.uid())',
    'select audit.request_address()'
]) as refused (sql);
select is(tests.attempt('service_role', null, refused.sql), '42501', refused.sql)
from unnest(array[
    'select credits.count_signup(''192.0.2.0/24'', now())',
    'update credits.prices set price = 1'
]) as refused (sql);

select * from finish();
rollback;
