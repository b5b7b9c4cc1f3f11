-- Each reservation returns what it holds, once, with its reason.
begin;
select plan(4);

select tests.a_user(100) as user_id \gset
select tests.a_user(50) as other \gset
select tests.reserved(:'user_id', 10) as one \gset
select tests.reserved(:'user_id', 20) as two \gset
select tests.reserved(:'other', 30) as three \gset

select results_eq(
    format(
        'select concat_ws('' '', a.ordinality, a.error_code, (a.reservation).status, (a.reservation).reason)
        from credits.release_items(%L) a',
        jsonb_build_array(
            jsonb_build_object('user_id', :'user_id', 'reservation_id', :'two', 'reason', 'why'),
            jsonb_build_object('user_id', :'other', 'reservation_id', :'three'),
            jsonb_build_object('user_id', :'user_id', 'reservation_id', :'two')
        )
    ),
    $$values ('1 released why'), ('2 released'), ('3 TH410')$$,
    'item by item'
);
select is(tests.stored_balance(:'user_id'), '90 available, 10 held, 0 owed', 'the one');
select is(tests.stored_balance(:'other'), '50 available, 0 held, 0 owed', 'the other');
select is_empty('select * from credits.verify()', 'the ledger adds up');

select * from finish();
rollback;
