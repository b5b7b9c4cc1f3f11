-- The reservation that release returns, or the error that it raises, which undoes nothing else.
begin;
select plan(3);

select tests.a_user(10) as user_id \gset
select tests.reserved(:'user_id', 5) as reservation_id \gset

select is(
    (
        select concat_ws(' ', a.ordinality, (a.reservation).status, (a.reservation).reason)
        from credits.release_item(7, (:'user_id', :'reservation_id', 'changed')::credits.release_request) a
    ),
    '7 released changed',
    'returned'
);
select is(
    (
        select concat_ws(' ', a.ordinality, a.error_code, a.error_detail, a.reservation is null)
        from credits.release_item(8, (:'user_id', :'reservation_id', null)::credits.release_request) a
    ),
    '8 TH410 t',
    'raised'
);
select is(tests.stored_balance(:'user_id'), '10 available, 0 held, 0 owed', 'released once');

select * from finish();
rollback;
