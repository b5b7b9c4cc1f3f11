-- The reservation that reserve returns, or the error that it raises, which undoes nothing else.
begin;
select plan(3);

select tests.a_user(10) as user_id \gset

select is(
    (
        select concat_ws(' ', a.ordinality, (a.reservation).status, (a.reservation).amount)
        from credits.reserve_item(
            7, (:'user_id', 4, 'story', null, '15 minutes', null, null, '{}', null)::credits.reserve_request
        ) a
    ),
    '7 reserved 4',
    'returned'
);
select is(
    (
        select concat_ws(' ', a.ordinality, a.error_code, a.error_detail, a.reservation is null)
        from credits.reserve_item(
            8, (:'user_id', 7, 'story', null, '15 minutes', null, null, '{}', null)::credits.reserve_request
        ) a
    ),
    '8 TH402 t',
    'raised'
);
select is(tests.stored_balance(:'user_id'), '6 available, 4 held, 0 owed', 'the first stays');

select * from finish();
rollback;
