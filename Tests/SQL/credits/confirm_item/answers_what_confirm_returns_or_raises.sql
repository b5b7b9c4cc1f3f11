-- The reservation that confirm returns, or the error that it raises, which undoes nothing else.
begin;
select plan(3);

select tests.a_user(10) as user_id \gset
select tests.reserved(:'user_id', 5) as one \gset
select tests.reserved(:'user_id', 5) as two \gset

select is(
    (
        select concat_ws(' ', a.ordinality, (a.reservation).status, (a.reservation).charged)
        from credits.confirm_item(7, (:'user_id', :'one', 4, 'reject', null)::credits.confirm_request) a
    ),
    '7 confirmed 4',
    'returned'
);
select is(
    (
        select concat_ws(' ', a.ordinality, a.error_code, a.error_detail, a.error_hint, a.reservation is null)
        from credits.confirm_item(8, (:'user_id', :'two', 6, 'reject', null)::credits.confirm_request) a
    ),
    '8 TH001 amount amount is at most what was reserved t',
    'raised'
);
select is(tests.stored_balance(:'user_id'), '1 available, 5 held, 0 owed', 'the first stays, the second holds');

select * from finish();
rollback;
