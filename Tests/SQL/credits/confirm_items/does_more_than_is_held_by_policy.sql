-- Above the hold each items policy decides, among items that need none.
begin;
select plan(4);

select tests.a_user(30) as user_id \gset
select credits.set_debt_limit(:'user_id', 5);
select tests.reserved(:'user_id', 5) as one \gset
select tests.reserved(:'user_id', 5) as two \gset
select tests.reserved(:'user_id', 5) as three \gset
select tests.reserved(:'user_id', 5) as four \gset
select tests.reserved(:'user_id', 5) as five \gset

select results_eq(
    format(
        'select concat_ws(
            '' '', a.error_code, a.error_detail, (a.reservation).charged, (a.reservation).shortfall
        ) from credits.confirm_items(%L) a',
        (
            select jsonb_agg(i.item || jsonb_build_object('user_id', :'user_id') order by i.place)
            from (values
                (1, jsonb_build_object('reservation_id', :'one', 'amount', 3)),
                (2, jsonb_build_object('reservation_id', :'two', 'amount', 6)),
                (3, jsonb_build_object('reservation_id', :'three', 'amount', 14, 'overage', 'available')),
                (4, jsonb_build_object('reservation_id', :'four', 'amount', 10.0001, 'overage', 'debt')),
                (5, jsonb_build_object('reservation_id', :'five', 'amount', 10, 'overage', 'debt'))
            ) as i (place, item)
        )
    ),
    $$values ('3 0'), ('TH001 amount'), ('12 2'), ('TH402'), ('10 0')$$,
    'charge and shortfall'
);
select is(tests.stored_balance(:'user_id'), '0 available, 10 held, 5 owed', 'two still hold');
select results_eq(
    format('select tests.entries(%L)', :'user_id'),
    $$values ('grant 30 -> 30'), ('charge -3 -> 27'), ('charge -5 -> 22'), ('charge -7 -> 15'), ('charge -5 -> 10'),
        ('debt -5 -> 5')$$,
    'entries'
);
select is_empty('select * from credits.verify()', 'the ledger adds up');

select * from finish();
rollback;
