-- What stale reservations held is spent, what has expired is not, though no sweep has run.
begin;
select plan(2);

select tests.a_user(10) as user_id \gset
select credits.grant_credits(:'user_id', 90, 'promotion', clock_timestamp() + interval '1 hour');
select tests.reserved(:'user_id', 95);
select tests.let_time_pass(:'user_id', '1 hour');

select results_eq(
    format(
        'select tests.answers(''reserve_items'', %L)',
        (
            select jsonb_agg(jsonb_build_object('user_id', :'user_id', 'amount', i.amount, 'job_type', 'story'))
            from (values (9), (2), (1)) as i (amount)
        )
    ),
    $$values ('1 reserved 9 0'), ('2 TH402'), ('3 reserved 1 0')$$,
    'ten are left'
);
select is(tests.stored_balance(:'user_id'), '0 available, 10 held, 0 owed', 'all of them held');

select * from finish();
rollback;
