-- An item that is bad in any way fails alone, as confirm refuses it.
begin;
select plan(9);

select tests.a_user(100) as user_id \gset
select tests.a_user(100) as stranger \gset
select tests.reserved(:'user_id', 10) as released \gset
select tests.reserved(:'user_id', 10) as stale \gset
select credits.release(:'user_id', :'released');
select tests.let_time_pass(:'user_id', '1 hour');
select tests.reserved(:'user_id', 10) as id \gset
select tests.reserved(:'user_id', 10) as good \gset

select results_eq(
    format(
        'select tests.answers(''confirm_items'', %L)',
        (
            select jsonb_agg(
                jsonb_build_object('user_id', :'user_id', 'reservation_id', :'id') || i.item order by i.place
            )
            from (values
                (1, jsonb_build_object('amount', 0)),
                (2, jsonb_build_object('overage', 'maybe')),
                (3, jsonb_build_object('user_id', :'stranger')),
                (4, jsonb_build_object('reservation_id', gen_random_uuid())),
                (5, jsonb_build_object('reservation_id', :'released')),
                (6, jsonb_build_object('reservation_id', :'stale')),
                (7, jsonb_build_object('reservation_id', null)),
                (8, jsonb_build_object('amount', 10.0001)),
                (9, jsonb_build_object('amount', 11, 'overage', 'debt')),
                (10, jsonb_build_object('reservation_id', :'good')),
                (11, jsonb_build_object('reservation_id', 'none')),
                (12, jsonb_build_object('reason', 'x'))
            ) as i (place, item)
        )
    ),
    $$values ('1 TH001 amount'), ('2 TH001 overage'), ('3 TH404 reservation'), ('4 TH404 reservation'), ('5 TH410'),
        ('6 TH411'), ('7 TH001 reservation_id'), ('8 TH001 amount'), ('9 confirmed 10 11'), ('10 confirmed 10 10'),
        ('11 TH001 reservation_id'), ('12 TH001 reason')$$,
    'item by item'
);
select is(tests.balance(:'user_id'), '79 available, 0 held, 0 owed', 'the good ones count');
select is(tests.balance(:'stranger'), '100 available, 0 held, 0 owed', 'nobody else''s');
select is_empty('select * from credits.verify()', 'the ledger adds up');
select is(
    tests.refusal(format('select credits.confirm_items(%L)', bad.items)), 'TH001 items', coalesce(bad.items, 'null')
)
from (values (null), ('{}'), ('[]'), ('7')) as bad (items);
select is(
    tests.refusal(
        'select credits.confirm_items((select jsonb_agg(''{}''::jsonb) from generate_series(1, 1001)))'
    ),
    'TH001 items',
    '1001'
);

select * from finish();
rollback;
