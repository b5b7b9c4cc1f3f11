-- Plans, what they cost in US cents, and what they switch on. What an operator has changed stays.
insert into billing.plans (
    id, name, description, rank, trial_days, signup_credits, monthly_credits, rollover_months, features
) values
    ('free', 'Free', 'To try it.', 0, 0, 1000, 0, 0, '{}'),
    ('basic', 'Basic', 'For one person.', 10, 0, 5000, 2500, 0, '{"export": true}'),
    ('pro', 'Pro', 'For those who use it every day.', 20, 14, 20000, 10000, 1, '{}'),
    ('enterprise', 'Enterprise', 'For a company.', 30, 0, 20000, 100000, 3, '{"export": true, "priority": true, "sso": true}')
on conflict (id) do nothing;

-- Those that every installation begins with.
update billing.plans p
set features = f.features::jsonb, description = f.description
from (values
    ('free', 'To try it.', '{"export": false}'),
    ('pro', 'For those who use it every day.', '{"export": true, "priority": true}')
) as f (id, description, features)
where p.id = f.id and p.features = '{}' and p.description in ('', f.description);

insert into billing.plan_prices (plan, cycle, unit_amount, currency) values
    ('basic', 'monthly', 900, 'usd'), ('basic', 'yearly', 9000, 'usd'),
    ('pro', 'monthly', 2900, 'usd'), ('pro', 'yearly', 29000, 'usd'),
    ('enterprise', 'monthly', 29900, 'usd'), ('enterprise', 'yearly', 299000, 'usd')
on conflict (plan, cycle) do nothing;
