-- What has expired by p_live_after holds nothing; what is being settled counts whatever its status.
begin;
select plan(3);

select tests.a_user(10) as user_id \gset
select tests.reserved(:'user_id', 4, '1 hour') as id \gset

select is(
    (select sum(a.amount) from credits.allocations(:'user_id', p_live_after => clock_timestamp() + interval '1 hour') a where a.reservation_id is not null),
    null,
    'not live an hour later'
);
update credits.reservations set status = 'released', settled_at = clock_timestamp() where user_id = :'user_id';
select is(
    (select sum(a.amount) from credits.allocations(:'user_id') a where a.reservation_id = :'id'),
    null,
    'released'
);
select is(
    (select sum(a.amount) from credits.allocations(:'user_id', :'id') a where a.reservation_id = :'id'),
    4::numeric,
    'released, but being settled'
);

select * from finish();
rollback;
