-- What stands in one item names the request of no other, whatever it is made of.
begin;
select plan(1);

select tests.a_user(100) as user_id \gset
select tests.reserved(:'user_id', 1) as one \gset
select tests.reserved(:'user_id', 1) as two \gset
select credits.confirm_items(
    jsonb_build_array(
        jsonb_build_object(
            'user_id', :'user_id', 'reservation_id', e'x\n' || :'two' || ' forged', 'request_id', 'r-0'
        ),
        jsonb_build_object(
            'user_id', :'user_id', 'reservation_id', :'one', 'request_id', 'r-1 ' || :'two' || e' forged\n'
                || :'two' || ' forged'
        ),
        jsonb_build_object('user_id', :'user_id', 'reservation_id', :'two', 'request_id', 'r-2')
    )
);

select results_eq(
    $$select left(l.request_id, 4) from audit.log l
    where l.relation = 'credits.reservations' and l.operation = 'update' order by 1$$,
    $$values ('r-1 '), ('r-2')$$,
    'each its own'
);

select * from finish();
rollback;
