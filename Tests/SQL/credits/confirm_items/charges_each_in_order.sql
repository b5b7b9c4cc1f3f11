-- Reservations of several users are charged in order; what is not charged returns, and each has
-- its entry.
begin;
select plan(5);

select tests.a_user(100) as user_id \gset
select tests.a_user(50) as other \gset
select tests.reserved(:'user_id', 10) as one \gset
select tests.reserved(:'user_id', 20) as two \gset
select tests.reserved(:'other', 30) as three \gset

select results_eq(
    format(
        'select tests.answers(''confirm_items'', %L)',
        jsonb_build_array(
            jsonb_build_object('user_id', :'user_id', 'reservation_id', :'two', 'amount', '12.50'),
            jsonb_build_object('user_id', :'other', 'reservation_id', :'three'),
            jsonb_build_object('user_id', :'user_id', 'reservation_id', :'one')
        )
    ),
    $$values ('1 confirmed 20 12.5'), ('2 confirmed 30 30'), ('3 confirmed 10 10')$$,
    'item by item'
);
select is(tests.stored_balance(:'user_id'), '77.5 available, 0 held, 0 owed', 'the one');
select is(tests.stored_balance(:'other'), '20 available, 0 held, 0 owed', 'the other');
select results_eq(
    format('select tests.entries(%L)', :'user_id'),
    $$values ('grant 100 -> 100'), ('charge -12.5 -> 87.5'), ('charge -10 -> 77.5')$$,
    'in the items'' order'
);
select is_empty('select * from credits.verify()', 'the ledger adds up');

select * from finish();
rollback;
