-- A charge over several grants is an entry for each, all with the reservation.
begin;
select plan(2);

select tests.a_user(10) as user_id \gset
select credits.grant_credits(:'user_id', 10, 'purchase');
select tests.reserved(:'user_id', 15) as id \gset
select credits.confirm(:'user_id', :'id');

select results_eq(
    format('select tests.entries(%L)', :'user_id'),
    $$values ('grant 10 -> 10'), ('grant 10 -> 20'), ('charge -10 -> 10'), ('charge -5 -> 5')$$,
    'in draw order'
);
select is(
    (select count(distinct l.grant_id) from credits.ledger_entries l where l.user_id = :'user_id' and l.reservation_id = :'id'),
    2::bigint,
    'each names its grant and the reservation'
);

select * from finish();
rollback;
