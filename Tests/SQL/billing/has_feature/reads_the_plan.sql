-- A feature is on by the user's plan only.
begin;
select plan(9);

insert into billing.plans (id, name, features)
values ('team', 'Team', '{"export": true, "seats": 5, "beta": false, "none": 0, "empty": "", "tier": "a"}');
select tests.a_member(p_plan => 'team') as user_id \gset
select is(billing.has_feature(:'user_id', f.name), f.is_on, coalesce(f.name, 'null'))
from (values
    ('export', true), ('seats', true), ('tier', true), ('beta', false), ('none', false), ('empty', false),
    ('unknown', false), (null, false)
) as f (name, is_on);
select is(billing.has_feature(tests.a_user(), 'export'), false, 'without the plan');

select * from finish();
rollback;
