-- Planted: archived rows that were changed, removed, or are hot too.
begin;
select plan(5);

select tests.a_user(10) as user_id \gset
select g.id as grant_id from credits.grants g where g.user_id = :'user_id' \gset
select tests.reserved(:'user_id', 4) as id \gset
select credits.confirm(:'user_id', :'id');
select tests.let_time_pass(:'user_id', '200 days');
select tests.archive(:'user_id');
savepoint before;
select tests.tamper(format('update credits.archived_entries set amount = -3 where sequence = 3 and user_id = %L', :'user_id'));
select set_has(
    format('select tests.broken(%L)', :'user_id'),
    $$values ('entries replay to the balance')$$,
    'a changed entry'
);
rollback to before;
select tests.tamper(format('delete from credits.archived_entries where sequence = 1 and user_id = %L', :'user_id'));
select set_has(
    format('select tests.broken(%L)', :'user_id'),
    $$values ('entries replay to the balance')$$,
    'a removed entry'
);
rollback to before;
select tests.tamper(format('update credits.archived_reservations set charged = 3 where user_id = %L', :'user_id'));
select set_has(
    format('select tests.broken(%L)', :'user_id'),
    $$values ('entries of a reservation add up to what was charged')$$,
    'a changed reservation'
);
rollback to before;
select tests.tamper(format('insert into credits.ledger_entries select * from credits.archived_entries where user_id = %L', :'user_id'));
select set_has(
    format('select tests.broken(%L)', :'user_id'),
    $$values ('an entry stands once')$$,
    'an entry in both'
);
rollback to before;
select tests.tamper(format('insert into credits.reservations select * from credits.archived_reservations where user_id = %L', :'user_id'));
select set_has(
    format('select tests.broken(%L)', :'user_id'),
    $$values ('a reservation stands once')$$,
    'a reservation in both'
);

select * from finish();
rollback;
