-- Planted: an entry is missing in the middle.
begin;
select plan(1);

select tests.a_user(10) as user_id \gset
select credits.confirm(:'user_id', tests.reserved(:'user_id', 1));
select credits.confirm(:'user_id', tests.reserved(:'user_id', 2));
select tests.tamper(
    format('delete from credits.ledger_entries where user_id = %L and amount = -1', :'user_id')
);
select set_has(
    format('select tests.broken(%L)', :'user_id'),
    $$values ('entries replay to the balance'), ('entries add up to available + held - debt')$$,
    'found'
);

select * from finish();
rollback;
