-- Nobody without an account can be settled.
begin;
select plan(1);

select is(
    tests.refusal(format('select credits.settle(%L)', gen_random_uuid())),
    'TH404 account',
    'an unknown user'
);

select * from finish();
rollback;
