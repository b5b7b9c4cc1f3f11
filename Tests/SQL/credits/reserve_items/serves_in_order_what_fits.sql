-- Items of one user are served in their order; one that does not fit fails alone, and a later one
-- that fits is served.
begin;
select plan(4);

select tests.a_user(10) as user_id \gset
select tests.a_user(5) as other \gset

select results_eq(
    format(
        'select tests.answers(''reserve_items'', %L)',
        jsonb_build_array(
            jsonb_build_object('user_id', :'user_id', 'amount', 4, 'job_type', 'story'),
            jsonb_build_object('user_id', :'other', 'amount', 5, 'job_type', 'story'),
            jsonb_build_object('user_id', :'user_id', 'amount', 7, 'job_type', 'story'),
            jsonb_build_object('user_id', :'user_id', 'amount', 6, 'job_type', 'story'),
            jsonb_build_object('user_id', :'other', 'amount', 0.0001, 'job_type', 'story')
        )
    ),
    $$values ('1 reserved 4 0'), ('2 reserved 5 0'), ('3 TH402'), ('4 reserved 6 0'), ('5 TH402')$$,
    'item by item'
);
select is(tests.stored_balance(:'user_id'), '0 available, 10 held, 0 owed', 'the one');
select is(tests.stored_balance(:'other'), '0 available, 5 held, 0 owed', 'the other');
select is_empty('select * from credits.verify()', 'the ledger adds up');

select * from finish();
rollback;
