-- With a limit it answers the user to go on from, and null when none is left; what is moved stays moved.
begin;
select plan(6);

create temporary table users on commit drop as
select tests.a_user(10) as user_id from generate_series(1, 3);
select credits.confirm(u.user_id, tests.reserved(u.user_id, 1)) from users u;
select tests.let_time_pass(u.user_id, '200 days') from users u;
select to_char((now() - interval '200 days') at time zone 'UTC', 'YYYY-MM') as period \gset
create function tests.archive_all(p_period text, p_limit integer) returns setof integer
language plpgsql as $$
declare
    v_batch credits.archive_batch;
begin
    loop
        v_batch := credits.archive(p_period, p_limit, v_batch.last_user_id);
        return next v_batch.moved;
        exit when v_batch.last_user_id is null;
    end loop;
end
$$;

select is(b.moved, 2, 'one entry and one reservation') from credits.archive(:'period', 1) b;
select is(sum(a)::integer, 7, 'all that is left') from tests.archive_all(:'period', 2) a;
select is(b::text, '(0,)', 'nothing is left') from credits.archive(:'period', 2) b;
select is_empty(
    'select from credits.ledger_entries l join users u on u.user_id = l.user_id', 'of the entries'
);
select is_empty(
    'select from credits.reservations l join users u on u.user_id = l.user_id', 'of the reservations'
);
select is_empty('select * from credits.verify()', 'sound');

select * from finish();
rollback;
