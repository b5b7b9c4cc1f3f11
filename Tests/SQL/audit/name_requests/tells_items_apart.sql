-- Each row that a batch changes is logged with the request that its item came from; what has none
-- is logged with the batchs.
begin;
select plan(2);

select tests.a_user(100) as user_id \gset
select tests.reserved(:'user_id', 1) as one \gset
select tests.reserved(:'user_id', 1) as two \gset
select tests.reserved(:'user_id', 1) as three \gset
select set_config('request.id', 'batch', true);
select credits.confirm_items(
    jsonb_build_array(
        jsonb_build_object('user_id', :'user_id', 'reservation_id', :'one', 'request_id', 'r-1'),
        jsonb_build_object('user_id', :'user_id', 'reservation_id', :'two')
    )
), credits.release_items(
    jsonb_build_array(
        jsonb_build_object('user_id', :'user_id', 'reservation_id', upper(:'three'), 'request_id', 'r-3')
    )
);

select results_eq(
    $$select distinct l.new_values ->> 'status', l.request_id from audit.log l
    where l.relation = 'credits.reservations' and l.operation = 'update' order by 2$$,
    $$values ('confirmed', 'batch'), ('confirmed', 'r-1'), ('released', 'r-3')$$,
    'request by request'
);
select credits.release(:'user_id', tests.reserved(:'user_id', 1));
select is(
    (select l.request_id from audit.log l order by l.id desc limit 1),
    'batch',
    'a later call of the same transaction is its own'
);

select * from finish();
rollback;
