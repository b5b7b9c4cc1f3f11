-- What is not used lapses when its month ends, or as many months later as the plan lets it roll
-- over.
begin;
select plan(8);

insert into billing.plans (id, name, monthly_credits, rollover_months) values
    ('lapsing', 'Lapsing', 10, 0), ('rolling', 'Rolling', 10, 1), ('lasting', 'Lasting', 10, 12);
set local timezone = 'America/New_York';

create temporary table asked on commit drop as
select asked.at, asked.expires_at, r.plan, r.user_id, r.grant_id
from (values
    ('lapsing', '2098-01-31 12:00+00', '2098-02-01 00:00+00'),
    ('lapsing', '2096-02-29 23:59+00', '2096-03-01 00:00+00'),
    ('lapsing', '2098-12-31 23:59:59+00', '2099-01-01 00:00+00'),
    ('lapsing', '2099-01-01 00:00+00', '2099-02-01 00:00+00'),
    ('rolling', '2098-01-31 12:00+00', '2098-03-01 00:00+00'),
    ('rolling', '2096-01-31 12:00+00', '2096-03-01 00:00+00'),
    ('rolling', '2098-12-01 00:00+00', '2099-02-01 00:00+00'),
    ('lasting', '2096-02-29 12:00+00', '2097-03-01 00:00+00')
) as asked (plan, at, expires_at)
cross join lateral credits.refresh(
    tests.a_member(p_plan => asked.plan), p_at => asked.at::timestamptz
) r;

select is(g.expires_at::timestamptz, a.expires_at::timestamptz, format('%s at %s', a.plan, a.at))
from asked a
join credits.grants g on g.user_id = a.user_id and g.id = a.grant_id;

select * from finish();
rollback;
