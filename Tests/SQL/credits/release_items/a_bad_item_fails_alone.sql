-- An item that is bad in any way fails alone, as release refuses it.
begin;
select plan(7);

select tests.a_user(100) as user_id \gset
select tests.a_user(100) as stranger \gset
select tests.reserved(:'user_id', 10) as confirmed \gset
select tests.reserved(:'user_id', 10) as stale \gset
select credits.confirm(:'user_id', :'confirmed');
select tests.let_time_pass(:'user_id', '1 hour');
select tests.reserved(:'user_id', 10) as id \gset
select tests.reserved(:'user_id', 10) as good \gset

select results_eq(
    format(
        'select tests.answers(''release_items'', %L)',
        (
            select jsonb_agg(
                jsonb_build_object('user_id', :'user_id', 'reservation_id', :'id') || i.item order by i.place
            )
            from (values
                (1, jsonb_build_object('reason', '')),
                (2, jsonb_build_object('user_id', :'stranger')),
                (3, jsonb_build_object('reservation_id', gen_random_uuid())),
                (4, jsonb_build_object('reservation_id', :'confirmed')),
                (5, jsonb_build_object('reservation_id', :'stale')),
                (6, jsonb_build_object('user_id', null)),
                (7, jsonb_build_object('amount', 1)),
                (8, jsonb_build_object('reservation_id', :'good'))
            ) as i (place, item)
        )
    ),
    $$values ('1 TH001 reason'), ('2 TH404 reservation'), ('3 TH404 reservation'), ('4 TH410'), ('5 TH411'),
        ('6 TH001 user_id'), ('7 TH001 amount'), ('8 released 10 0')$$,
    'item by item'
);
select is(tests.balance(:'user_id'), '80 available, 10 held, 0 owed', 'the good one counts');
select is_empty('select * from credits.verify()', 'the ledger adds up');
select is(
    tests.refusal(format('select credits.release_items(%L)', bad.items)), 'TH001 items', coalesce(bad.items, 'null')
)
from (values (null), ('{}'), ('[]')) as bad (items);
select is(
    tests.refusal(
        'select credits.release_items((select jsonb_agg(''{}''::jsonb) from generate_series(1, 1001)))'
    ),
    'TH001 items',
    '1001'
);

select * from finish();
rollback;
