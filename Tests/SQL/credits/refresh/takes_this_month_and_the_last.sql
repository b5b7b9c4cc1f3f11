-- The month of the call and the one before are refreshed, the latter if it still is of use; no
-- others.
begin;
select plan(16);

insert into billing.plans (id, name, monthly_credits, rollover_months) values
    ('lapsing', 'Lapsing', 10, 0), ('rolling', 'Rolling', 10, 1);

select is(
    tests.refusal(
        format(
            'select credits.refresh(%L, %L, %L)',
            tests.a_member(p_plan => asked.plan), asked.period, asked.at
        )
    ),
    asked.refusal,
    format('%s: %s at %s', asked.plan, asked.period, asked.at)
)
from (values
    ('rolling', '2098-02', '2098-02-01 00:00+00', null),
    ('rolling', '2098-01', '2098-02-28 23:59+00', null),
    ('rolling', '2097-12', '2098-01-01 00:00+00', null),
    ('rolling', '2098-01', '2098-03-01 00:00+00', 'TH001 period'),
    ('rolling', '2097-12', '2098-02-01 00:00+00', 'TH001 period'),
    ('rolling', '2098-03', '2098-02-28 23:59+00', 'TH001 period'),
    ('rolling', '2099-02', '2098-02-01 00:00+00', 'TH001 period'),
    ('rolling', '2098-02', null, 'TH001 period'),
    ('rolling', null, null, 'TH001 period'),
    ('rolling', null, 'infinity', 'TH001 period'),
    ('lapsing', '2098-02', '2098-02-01 00:00+00', null),
    ('lapsing', '2098-01', '2098-02-01 00:00+00', 'TH001 period'),
    ('rolling', '2098-13', '2098-02-01 00:00+00', 'TH001 period'),
    ('rolling', '', '2098-02-01 00:00+00', 'TH001 period')
) as asked (plan, period, at, refusal);
select is(tests.refusal('select credits.refresh(null)'), 'TH001 user_id', 'no user');
select is(
    tests.refusal(format('select credits.refresh(%L)', gen_random_uuid())), 'TH404 account',
    'nobody'
);

select * from finish();
rollback;
