-- Of several items for one reservation the first that succeeds settles it.
begin;
select plan(2);

select tests.a_user(100) as user_id \gset
select tests.reserved(:'user_id', 10) as one \gset
select tests.reserved(:'user_id', 10) as two \gset

select results_eq(
    format(
        'select tests.answers(''confirm_items'', %L)',
        (
            select jsonb_agg(i.item || jsonb_build_object('user_id', :'user_id') order by i.place)
            from (values
                (1, jsonb_build_object('reservation_id', :'one', 'amount', 11)),
                (2, jsonb_build_object('reservation_id', :'one', 'amount', 4)),
                (3, jsonb_build_object('reservation_id', :'one')),
                (4, jsonb_build_object('reservation_id', :'two')),
                (5, jsonb_build_object('reservation_id', :'two', 'amount', 1))
            ) as i (place, item)
        )
    ),
    $$values ('1 TH001 amount'), ('2 confirmed 10 4'), ('3 TH410'), ('4 confirmed 10 10'), ('5 TH410')$$,
    'in order'
);
select is(tests.stored_balance(:'user_id'), '86 available, 0 held, 0 owed', 'each charged once');

select * from finish();
rollback;
