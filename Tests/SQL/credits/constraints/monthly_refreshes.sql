-- Every constraint of credits.monthly_refreshes fires by its name.
begin;
select plan(6);

select tests.a_member(p_plan => 'pro') as user_id \gset
select (credits.refresh(:'user_id')).grant_id \gset
select to_char(now() at time zone 'utc', 'YYYY-MM') as period \gset

select is(
    tests.violation(
        format(
            'insert into credits.monthly_refreshes (user_id, period, plan, amount, grant_id)
            values (%L, %L, %L, %s, %L)',
            :'user_id', planted.period, planted.plan, planted.amount, planted.grant_id
        )
    ),
    planted.name,
    planted.why
)
from (values
    (:'period', 'pro', '1', :'grant_id', 'monthly_refreshes_pkey', 'a month twice'),
    ('2020-01', 'pro', '1', gen_random_uuid()::text, 'monthly_refreshes_grant_fkey', 'no grant'),
    ('2020-13', 'pro', '1', :'grant_id', 'period_is_a_month_as_yyyy_mm', 'no month'),
    ('2020-01', 'Pro', '1', :'grant_id', 'plan_id_is_a_short_identifier', 'no plan'),
    (
        '2020-01', 'pro', '0', :'grant_id',
        'amount_is_above_0_up_to_10_trillion_with_at_most_4_decimals', 'no amount'
    ),
    ('2020-01', 'pro', '1', :'grant_id', null, 'a good row')
) as planted (period, plan, amount, grant_id, name, why);

select * from finish();
rollback;
