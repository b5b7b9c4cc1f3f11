-- Regression: one account that doesn't add up failed the whole batch.
begin;
select plan(3);

select tests.a_user(10) as broken \gset
select tests.a_user(10) as whole \gset
select tests.reserved(:'broken', 4) as broken_id \gset
select tests.let_time_pass(:'broken', '1 hour');
select tests.tamper(format('update credits.accounts set held = 1 where user_id = %L', :'broken'));

select results_eq(
    format(
        'select tests.answers(''reserve_items'', %L)',
        jsonb_build_array(
            jsonb_build_object('user_id', :'broken', 'amount', 8, 'job_type', 'image'),
            jsonb_build_object('user_id', :'whole', 'amount', 4, 'job_type', 'image')
        )
    ),
    array['1 TH510', '2 reserved 4 0'],
    'its own item is refused, the other one is served'
);
select is(tests.stored_balance(:'broken'), '6 available, 1 held, 0 owed', 'the account is left alone');
select is(tests.stored_balance(:'whole'), '6 available, 4 held, 0 owed', 'the other one has moved');

select * from finish();
rollback;
