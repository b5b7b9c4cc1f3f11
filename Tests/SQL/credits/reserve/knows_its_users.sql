-- Nobody without an account can reserve.
begin;
select plan(2);

select is(
    tests.refusal(
        format('select credits.reserve(%L, 1, ''story'')', gen_random_uuid())
    ), 'TH404 account', 'an unknown user'
);
select is(
    tests.refusal(
        format(
            'select credits.reserve(%L, 1, ''story'', p_idempotency_key => ''k'')',
            gen_random_uuid()
        )
    ),
    'TH404 account',
    'with a key too'
);

select * from finish();
rollback;
