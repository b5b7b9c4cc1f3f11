-- Regression: one account that doesn't add up failed the whole batch.
begin;
select plan(3);

select tests.a_user(10) as broken \gset
select tests.a_user(10) as whole \gset
select tests.reserved(:'broken', 4) as broken_id \gset
select tests.reserved(:'whole', 4) as whole_id \gset
select tests.tamper(format('update credits.accounts set held = 1 where user_id = %L', :'broken'));

select results_eq(
    format(
        'select tests.answers(''confirm_items'', %L)',
        jsonb_build_array(
            jsonb_build_object('user_id', :'broken', 'reservation_id', :'broken_id', 'amount', 3),
            jsonb_build_object('user_id', :'whole', 'reservation_id', :'whole_id', 'amount', 3)
        )
    ),
    array['1 TH510', '2 confirmed 4 3'],
    'its own item is refused, the other one is served'
);
select is(tests.stored_balance(:'broken'), '6 available, 1 held, 0 owed', 'the account is left alone');
select is(tests.stored_balance(:'whole'), '7 available, 0 held, 0 owed', 'the other one has moved');

select * from finish();
rollback;
