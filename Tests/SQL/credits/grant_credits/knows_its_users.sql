-- Nobody without an account is granted anything.
begin;
select plan(1);

select is(
    tests.refusal(format('select credits.grant_credits(%L, 1, ''purchase'')', gen_random_uuid())),
    'TH404 account',
    'an unknown user'
);

select * from finish();
rollback;
