-- Planted: archived entries whose grant or reservation is not there.
begin;
select plan(2);

select tests.a_user(10) as user_id \gset
select g.id as grant_id from credits.grants g where g.user_id = :'user_id' \gset
select tests.reserved(:'user_id', 4) as id \gset
select credits.confirm(:'user_id', :'id');
select tests.let_time_pass(:'user_id', '200 days');
select tests.archive(:'user_id');
savepoint before;
select tests.tamper(format('delete from credits.archived_reservations where user_id = %L', :'user_id'));
select set_has(
    format('select tests.broken(%L)', :'user_id'),
    $$values ('an entry names a reservation that is there')$$,
    'a reservation'
);
rollback to before;
select tests.tamper(format('delete from credits.grants where user_id = %L', :'user_id'));
select set_has(
    format('select tests.broken(%L)', :'user_id'),
    $$values ('an entry names a grant that is there')$$,
    'a grant'
);

select * from finish();
rollback;
