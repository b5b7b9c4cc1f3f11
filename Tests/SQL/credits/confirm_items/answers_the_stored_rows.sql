-- An answer is the stored row.
begin;
select plan(1);

select tests.a_user(100) as user_id \gset
select tests.reserved(:'user_id', 10) as id \gset

create temporary table answer on commit drop as
select (a.reservation).*
from credits.confirm_items(
    jsonb_build_array(jsonb_build_object('user_id', :'user_id', 'reservation_id', :'id', 'amount', 3))
) a;

select results_eq(
    'select * from answer',
    format('select * from credits.reservations where user_id = %L', :'user_id'),
    'the stored row'
);

select * from finish();
rollback;
