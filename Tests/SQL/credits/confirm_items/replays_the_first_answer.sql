-- A key that was used before is answered as then; with another request it is refused and nothing
-- is settled.
begin;
select plan(3);

select tests.a_user(100) as user_id \gset
select tests.reserved(:'user_id', 10) as one \gset
select tests.reserved(:'user_id', 10) as two \gset
select credits.confirm(:'user_id', :'one', 4, p_idempotency_key => 'k');

select results_eq(
    format(
        'select tests.answers(''confirm_items'', %L)',
        (
            select jsonb_agg(
                i.item || jsonb_build_object('user_id', :'user_id', 'idempotency_key', 'k') order by i.place
            )
            from (values
                (1, jsonb_build_object('reservation_id', :'one', 'amount', '4.0')),
                (2, jsonb_build_object('reservation_id', :'one', 'amount', 5)),
                (3, jsonb_build_object('reservation_id', :'two', 'amount', 4))
            ) as i (place, item)
        )
    ),
    $$values ('1 confirmed 10 4'), ('2 TH409'), ('3 TH409')$$,
    'by its key'
);
select is(tests.stored_balance(:'user_id'), '86 available, 10 held, 0 owed', 'the second still holds');
select is(
    (
        select concat_ws(' ', (a.reservation).status, (b.reservation).settled_at = (a.reservation).settled_at)
        from credits.confirm_items(
            jsonb_build_array(
                jsonb_build_object('user_id', :'user_id', 'reservation_id', :'two', 'idempotency_key', 'l')
            )
        ) a
        cross join credits.confirm_items(
            jsonb_build_array(
                jsonb_build_object('user_id', :'user_id', 'reservation_id', :'two', 'idempotency_key', 'l')
            )
        ) b
    ),
    'confirmed t',
    'a batch''s own keys too'
);

select * from finish();
rollback;
