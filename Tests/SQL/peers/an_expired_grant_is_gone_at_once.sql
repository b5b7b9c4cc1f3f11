-- Elsewhere an expired grant could be spent until a job had run. Here it is gone with its last
-- moment, for calls, batches and readers.
begin;
select plan(4);

select tests.a_user() as user_id \gset
select credits.grant_credits(:'user_id', 10, 'promotion', clock_timestamp() + interval '1 hour');
select tests.let_time_pass(:'user_id', '1 hour');

select is(
    tests.stored_balance(:'user_id'), '10 available, 0 held, 0 owed', 'no job has run'
);
select is(tests.balance(:'user_id'), '0 available, 0 held, 0 owed', 'a reader sees that it is gone');
select is(
    tests.refusal(format('select credits.reserve(%L, 0.0001, ''story'')', :'user_id')), 'TH402', 'a call spends nothing'
);
select results_eq(
    format(
        'select tests.answers(''reserve_items'', %L)',
        jsonb_build_array(jsonb_build_object('user_id', :'user_id', 'amount', 1, 'job_type', 'story'))
    ),
    $$values ('1 TH402')$$,
    'nor does a batch'
);

select * from finish();
rollback;
