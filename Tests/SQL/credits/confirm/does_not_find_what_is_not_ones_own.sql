-- Another user's reservation is not found, exactly as one that does not exist.
begin;
select plan(4);

select tests.a_user(100) as owner \gset
select tests.a_user(100) as other \gset
select tests.reserved(:'owner', 10) as id \gset

select is(
    tests.refusal(format('select credits.confirm(%L, %L)', :'other', :'id')),
    'TH404 reservation',
    'another user''s'
);
select is(
    tests.refusal(format('select credits.confirm(%L, %L)', :'owner', gen_random_uuid())),
    'TH404 reservation',
    'none'
);
select is(
    tests.refusal(format('select credits.confirm(%L, %L)', gen_random_uuid(), :'id')),
    'TH404 reservation',
    'an unknown user'
);
select is(tests.stored_balance(:'owner'), '90 available, 10 held, 0 owed', 'it still holds');

select * from finish();
rollback;
