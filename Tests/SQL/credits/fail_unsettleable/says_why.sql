-- What can't be settled is unknown, out of time or settled already.
begin;
select plan(3);

select tests.a_user(10) as user_id \gset
select tests.reserved(:'user_id', 1) as id \gset

select is(
    tests.refusal(
        format('select credits.fail_unsettleable(%L, %L)', :'user_id', gen_random_uuid())
    ),
    'TH404 reservation',
    'unknown'
);
select is(
    tests.refusal(format('select credits.fail_unsettleable(%L, %L)', :'user_id', :'id')),
    'TH411',
    'out of time, not yet swept'
);
select credits.release(:'user_id', :'id');
select is(
    tests.refusal(format('select credits.fail_unsettleable(%L, %L)', :'user_id', :'id')),
    'TH410',
    'settled'
);

select * from finish();
rollback;
