-- Meters of each provider, and what plans allow of them in a month. What an operator has changed stays,
-- and a plan that has any limit is left as it is. After plans.sql.
insert into usage.meters (id, name, unit, provider)
select
    p.id || '_' || u.unit, p.name || ' ' || u.unit, u.unit, p.id
from (values
    ('openai', 'OpenAI'), ('anthropic', 'Anthropic'), ('gemini', 'Gemini'), ('mistral', 'Mistral')
) as p (id, name)
cross join (values ('calls'), ('tokens')) as u (unit)
on conflict (id) do nothing;

insert into usage.meters (id, name, unit) values
    ('images', 'Images', 'images'),
    ('characters', 'Characters', 'characters'),
    ('pages', 'Pages', 'pages'),
    ('agent_runs', 'Agent runs', 'agent_runs')
on conflict (id) do nothing;

insert into usage.limits (plan, meter, per, kind, quantity)
select l.plan, m.id, 'month', l.kind, l.quantity
from (values
    ('free', 'calls', 'hard', 100), ('free', 'tokens', 'hard', 100000), ('free', 'images', 'hard', 10),
    ('free', 'characters', 'hard', 50000), ('free', 'pages', 'hard', 50), ('free', 'agent_runs', 'hard', 5),
    ('basic', 'calls', 'hard', 2000), ('basic', 'tokens', 'hard', 2000000),
    ('basic', 'images', 'hard', 200), ('basic', 'characters', 'hard', 1000000),
    ('basic', 'pages', 'hard', 1000), ('basic', 'agent_runs', 'hard', 100),
    ('pro', 'calls', 'hard', 20000), ('pro', 'tokens', 'hard', 20000000), ('pro', 'images', 'hard', 2000),
    ('pro', 'characters', 'hard', 10000000), ('pro', 'pages', 'hard', 10000),
    ('pro', 'agent_runs', 'hard', 1000),
    ('enterprise', 'calls', 'soft', 500000), ('enterprise', 'tokens', 'soft', 500000000),
    ('enterprise', 'images', 'soft', 50000), ('enterprise', 'characters', 'soft', 250000000),
    ('enterprise', 'pages', 'soft', 250000), ('enterprise', 'agent_runs', 'soft', 25000)
) as l (plan, unit, kind, quantity)
join usage.meters m on m.unit = l.unit
where
    exists (select from billing.plans p where p.id = l.plan)
    and not exists (select from usage.limits k where k.plan = l.plan)
on conflict (plan, meter, per) do nothing;
