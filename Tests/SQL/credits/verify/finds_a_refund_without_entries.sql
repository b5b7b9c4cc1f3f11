-- Planted: a refund that no entry explains, and one of another charge.
begin;
select plan(4);

select tests.a_user(10) as user_id \gset
select g.id as grant_id from credits.grants g where g.user_id = :'user_id' \gset
select tests.reserved(:'user_id', 4) as id \gset
select credits.confirm(:'user_id', :'id');
select credits.refund(:'user_id', :'id', 1);
savepoint before;
select tests.tamper(format('update credits.refunds set refunded = 2 where user_id = %L', :'user_id'));
select set_has(
    format('select tests.broken(%L)', :'user_id'),
    $$values ('entries of a reservation add up to what was refunded')$$,
    'more'
);
rollback to before;
select tests.tamper(format('delete from credits.refunds where user_id = %L', :'user_id'));
select set_has(
    format('select tests.broken(%L)', :'user_id'),
    $$values ('entries of a reservation add up to what was refunded')$$,
    'none'
);
rollback to before;
select tests.tamper(format('update credits.refunds set charged = 5 where user_id = %L', :'user_id'));
select set_has(
    format('select tests.broken(%L)', :'user_id'),
    $$values ('a refund knows what was charged')$$,
    'of another charge'
);
rollback to before;
select tests.tamper(format('update credits.refunds set reservation_id = gen_random_uuid() where user_id = %L', :'user_id'));
select set_has(
    format('select tests.broken(%L)', :'user_id'),
    $$values ('a refund knows what was charged')$$,
    'of an unknown reservation'
);

select * from finish();
rollback;
