-- Where only one of several accounts is charged at once, it is that one's grant that is drawn.
begin;
select plan(4);

select tests.a_user(100) as one \gset
select tests.a_user(100) as two \gset
select least(:'one'::uuid, :'two'::uuid) as first, greatest(:'one'::uuid, :'two'::uuid) as second \gset
select tests.reserved(:'first', 10) as above \gset
select tests.reserved(:'second', 10) as plain \gset
select tests.reserved(:'second', 20) as part \gset

select results_eq(
    format(
        'select tests.answers(''confirm_items'', %L)',
        jsonb_build_array(
            jsonb_build_object('user_id', :'second', 'reservation_id', :'plain'),
            jsonb_build_object('user_id', :'first', 'reservation_id', :'above', 'amount', 15, 'overage', 'available'),
            jsonb_build_object('user_id', :'second', 'reservation_id', :'part', 'amount', 5)
        )
    ),
    $$values ('1 confirmed 10 10'), ('2 confirmed 10 15'), ('3 confirmed 20 5')$$,
    'in order'
);
select is(tests.stored_balance(:'first'), '85 available, 0 held, 0 owed', 'the first account');
select is(tests.stored_balance(:'second'), '85 available, 0 held, 0 owed', 'the second account');
select is_empty('select * from credits.verify()', 'the ledger adds up');

select * from finish();
rollback;
