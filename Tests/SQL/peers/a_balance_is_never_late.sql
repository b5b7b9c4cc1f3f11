-- Elsewhere a balance was polled minutes late. Here a users own view has each change with the
-- call that made it, and what time changes without any call.
begin;
select plan(6);

select tests.a_user(10) as user_id \gset
create function pg_temp.seen(p_user_id uuid) returns text language sql as $$
    select tests.attempt(
        'authenticated', p_user_id, 'select concat_ws('' '', available, held, debt) from api.balance'
    )
$$;

select is(pg_temp.seen(:'user_id'), '10 0 0', 'granted');
select tests.reserved(:'user_id', 4) as id \gset
select is(pg_temp.seen(:'user_id'), '6 4 0', 'reserved');
select credits.confirm(:'user_id', :'id', 3);
select is(pg_temp.seen(:'user_id'), '7 0 0', 'confirmed');
select tests.reserved(:'user_id', 5);
select is(pg_temp.seen(:'user_id'), '2 5 0', 'reserved again');
select tests.let_time_pass(:'user_id', '15 minutes');
select is(pg_temp.seen(:'user_id'), '7 0 0', 'out of time, without a sweep');
select credits.adjust(:'user_id', -9, 'a mistake');
select is(pg_temp.seen(:'user_id'), '0 0 2', 'taken back');

select * from finish();
rollback;
