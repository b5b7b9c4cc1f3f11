-- A key that was used before is answered as then, by single calls and by batches alike; with
-- another request it is refused.
begin;
select plan(4);

select tests.a_user(10) as user_id \gset
select r.id from credits.reserve(:'user_id', 5, 'story', p_idempotency_key => 'k') r \gset
select credits.confirm(:'user_id', :'id', 2);

select results_eq(
    format(
        'select concat_ws('' '', (a.reservation).id, (a.reservation).status, a.error_code)
        from credits.reserve_items(%L) a',
        jsonb_build_array(
            jsonb_build_object('user_id', :'user_id', 'amount', 5.0, 'job_type', 'story', 'idempotency_key', 'k'),
            jsonb_build_object('user_id', :'user_id', 'amount', 6, 'job_type', 'story', 'idempotency_key', 'k')
        )
    ),
    format('values (%L), (''TH409'')', :'id' || ' reserved'),
    'as it was then'
);
select (a.reservation).id as other_id
from credits.reserve_items(
    jsonb_build_array(
        jsonb_build_object('user_id', :'user_id', 'amount', 1, 'job_type', 'story', 'idempotency_key', 'l')
    )
) a \gset
select is(
    (credits.reserve(:'user_id', 1, 'story', p_idempotency_key => 'l')).id,
    :'other_id',
    'a single call knows the key of a batch'
);
select is(
    (
        select (a.reservation).id
        from credits.reserve_items(
            jsonb_build_array(
                jsonb_build_object('user_id', :'user_id', 'amount', 1, 'job_type', 'story', 'idempotency_key', 'l')
            )
        ) a
    ),
    :'other_id',
    'and so does another batch'
);
select is(tests.balance(:'user_id'), '7 available, 1 held, 0 owed', 'each holds once');

select * from finish();
rollback;
