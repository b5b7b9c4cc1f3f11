-- A user's plan is what app_metadata says; what users may write themselves counts for nothing.
begin;
select plan(7);

insert into auth.users (id, raw_app_meta_data, raw_user_meta_data) values
    ('00000000-0000-4000-8000-000000000001', '{"plan": "pro"}', null),
    ('00000000-0000-4000-8000-000000000002', null, '{"plan": "pro"}'),
    ('00000000-0000-4000-8000-000000000003', '{"role": "admin"}', null),
    ('00000000-0000-4000-8000-000000000004', '{"plan": "gold"}', null),
    ('00000000-0000-4000-8000-000000000005', '{"plan": ["pro"]}', null),
    ('00000000-0000-4000-8000-000000000006', '{"plan": null}', null);

select is(
    billing.plan_of(format('00000000-0000-4000-8000-00000000000%s', asked.user)::uuid),
    asked.plan,
    asked.why
)
from (values
    (1, 'pro', 'the plan of app_metadata'),
    (2, 'free', 'not of user_metadata'),
    (3, 'free', 'none'),
    (4, 'free', 'one that does not exist'),
    (5, 'free', 'a list'),
    (6, 'free', 'null'),
    (7, 'free', 'nobody')
) as asked ("user", plan, why);

select * from finish();
rollback;
