-- A row whose key is changed by hand is logged as one that went and one that came.
begin;
select plan(1);

select tests.a_user(100) as user_id \gset
select tests.reserved(:'user_id', 1) as old_id \gset
select gen_random_uuid() as new_id \gset
update credits.reservations set id = :'new_id' where id = :'old_id';

select set_eq(
    $$select l.old_values ->> 'id' as old_id, l.new_values ->> 'id' as new_id from audit.log l
    where l.relation = 'credits.reservations' and l.operation = 'update'$$,
    format('values (%L, null), (null, %L)', :'old_id', :'new_id'),
    'both are there'
);

select * from finish();
rollback;
