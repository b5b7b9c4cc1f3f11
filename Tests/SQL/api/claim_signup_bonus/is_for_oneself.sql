-- A user claims for nobody but the one of the token, once; the answer is the grant without
-- metadata.
begin;
select plan(12);

select tests.a_member('ada@example.com') as one \gset
select tests.a_member('bob@example.com') as other \gset
select set_config('request.address', '198.18.1.1', true);

select is(
    tests.attempt(
        'authenticated', :'one',
        'select format(''%s %s %s'', g.user_id, g.source, g.amount) from api.claim_signup_bonus() g'
    ),
    format('%s signup_bonus 1000', :'one'),
    'their own'
);
select is(
    tests.attempt('authenticated', :'one', 'select api.claim_signup_bonus()'), 'TH412', 'twice'
);
select is(tests.balance(:'other'), '0 available, 0 held, 0 owed', 'the other has nothing of it');
select is(
    tests.attempt(
        'authenticated', :'one', format('select api.claim_signup_bonus(%s)', named.arguments)
    ),
    named.sqlstate,
    named.arguments
)
from (values
    (format('user_id => %L', :'other'), '42501'),
    (format('user_id => %L, device => ''d''', :'other'), '42501'),
    ('device => ''d'', card => ''c''', '42883'),
    ('network => ''198.18.1.9''', '42883')
) as named (arguments, sqlstate);
select is(
    tests.attempt(
        'authenticated', :'one', format('select credits.claim_signup_bonus(%L)', :'other')
    ),
    '42501',
    'the function behind it'
);
select is(
    tests.attempt('anon', :'other', 'select api.claim_signup_bonus()'), '42501', 'unknown ones'
);
select is(
    tests.attempt('authenticated', null, 'select api.claim_signup_bonus()'), 'TH001', 'nobody'
);
select is(
    tests.attempt(
        'authenticated', :'other', 'select (api.claim_signup_bonus(device => ''d'')).amount'
    ),
    '1000',
    'the other, too'
);
select hasnt_column('api', 'credit_grants', 'metadata', 'what it answers has no metadata');

select * from finish();
rollback;
