-- A key that several items have is used by the first that succeeds: one that failed leaves it
-- free for another request, as single calls do.
begin;
select plan(3);

select tests.a_user(10) as user_id \gset
select tests.a_user(10) as other \gset

select results_eq(
    format(
        'select tests.answers(''reserve_items'', %L)',
        (
            select jsonb_agg(
                jsonb_build_object('user_id', i.user_id, 'amount', i.amount, 'job_type', 'story', 'idempotency_key', 'k')
                order by i.place
            )
            from (values
                (1, :'user_id', 11), (2, :'user_id', 4), (3, :'user_id', 5), (4, :'user_id', 4), (5, :'other', 5)
            ) as i (place, user_id, amount)
        )
    ),
    $$values ('1 TH402'), ('2 reserved 4 0'), ('3 TH409'), ('4 reserved 4 0'), ('5 reserved 5 0')$$,
    'in order'
);
select is(
    (select count(*)::integer from credits.reservations r where r.user_id = :'user_id'), 1, 'one reservation'
);
select is(tests.stored_balance(:'user_id'), '6 available, 4 held, 0 owed', 'held once');

select * from finish();
rollback;
