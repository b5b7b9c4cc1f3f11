-- Planted: an entry whose balance does not follow from the one before it.
begin;
select plan(1);

select tests.a_user(10) as user_id \gset
select credits.confirm(:'user_id', tests.reserved(:'user_id', 1));
select tests.tamper(
    format(
        'update credits.ledger_entries set balance = balance + 1 where user_id = %L
            and kind = ''charge''',
        :'user_id'
    )
);
select set_eq(
    format('select tests.broken(%L)', :'user_id'),
    $$values ('entries replay to the balance')$$,
    'found'
);

select * from finish();
rollback;
