-- Every argument is refused by its name.
begin;
select plan(5);

select tests.a_member() as user_id \gset

select is(
    tests.refusal(
        format('select credits.claim_signup_bonus(%s)', format(bad.arguments, :'user_id'))
    ),
    'TH001 ' || bad.field,
    left(bad.arguments, 40)
)
from (values
    ('user_id', 'null'),
    ('device', '%L, '''''),
    ('device', '%L, repeat(''d'', 501)'),
    ('card', '%L, null, '''''),
    ('card', '%L, null, repeat(''c'', 201)')
) as bad (field, arguments);

select * from finish();
rollback;
