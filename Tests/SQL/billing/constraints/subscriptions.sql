-- Every constraint of subscriptions, their prices and their settings fires by its name.
begin;
select plan(22);

select tests.a_member(p_plan => 'pro') as user_id \gset
select tests.a_priced_plan('team', 2000);
select is(
    tests.violation(format('update billing.subscriptions set %s where user_id = %L', c.change, :'user_id')),
    c.name, c.change
)
from (values
    ('plan = ''gold''', 'subscriptions_plan_fkey'), ('plan = ''free''', 'subscriptions_plan_is_not_free'),
    ('cycle = ''weekly''', 'cycle_is_monthly_or_yearly'),
    ('status = ''gone''', 'subscription_status_is_known'),
    ('unit_amount = -1', 'unit_amount_is_0_to_1_trillion'),
    ('currency = ''USD''', 'currency_is_3_lower_case_letters'),
    ('periods = -1', 'subscriptions_periods_is_0_or_more'),
    ('current_period_end_at = current_period_start_at', 'subscriptions_period_has_a_length'),
    ('current_period_end_at = ''infinity''', 'subscriptions_period_has_a_length'),
    ('ended_at = now()', 'subscriptions_status_fits_ended_at'),
    ('paused_at = now()', 'subscriptions_status_fits_paused_at'),
    ('pending_plan = ''team''', 'subscriptions_pending_plan_has_a_cycle'),
    ('pending_plan = ''team'', pending_cycle = ''yearly''', 'subscriptions_pending_price_fkey')
) as c (change, name);
select is(tests.violation(c.sql), c.name, c.sql)
from (values
    (
        format(
            'insert into billing.subscriptions (user_id, plan, cycle, status, unit_amount, currency,
                anchor_at, current_period_start_at, current_period_end_at)
            values (%L, ''pro'', ''monthly'', ''active'', 0, ''usd'', now(), now(), now() + ''1 day'')',
            :'user_id'
        ),
        'subscriptions_live_key'
    ),
    (
        'insert into billing.subscriptions (user_id, plan, cycle, status, unit_amount, currency,
            anchor_at, current_period_start_at, current_period_end_at)
        values (gen_random_uuid(), ''pro'', ''monthly'', ''active'', 0, ''usd'', now(), now(), now() + ''1 day'')',
        'subscriptions_user_id_fkey'
    ),
    ('insert into billing.plan_prices values (''gold'', ''monthly'', 1)', 'plan_prices_plan_fkey'),
    ('insert into billing.plan_prices values (''team'', ''monthly'', 1)', 'plan_prices_pkey'),
    ('update billing.settings set grace_days = 91', 'settings_grace_days_is_0_to_90'),
    ('insert into billing.settings (id) values (false)', 'settings_is_one_row'),
    ('update billing.plans set trial_days = -1', 'plans_trial_days_is_0_to_730'),
    ('update billing.plans set features = ''{"a": {}}''', 'features_is_a_flat_object_up_to_4_kb'),
    ('update billing.plans set description = repeat(''x'', 501)', 'plans_description_is_up_to_500_characters')
) as c (sql, name);

select * from finish();
rollback;
