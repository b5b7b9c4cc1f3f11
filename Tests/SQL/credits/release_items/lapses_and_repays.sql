-- What returns to an expired grant lapses, and what is owed is repaid from the rest.
begin;
select plan(3);

select tests.a_user(10) as user_id \gset
select credits.grant_credits(:'user_id', 10, 'promotion', clock_timestamp() + interval '1 hour', 1);
select tests.reserved(:'user_id', 10, '1 day') as one \gset
select tests.reserved(:'user_id', 10, '1 day') as two \gset
select credits.adjust(:'user_id', -4, 'a mistake');
select tests.let_time_pass(:'user_id', '2 hours');

select results_eq(
    format(
        'select tests.answers(''release_items'', %L)',
        jsonb_build_array(
            jsonb_build_object('user_id', :'user_id', 'reservation_id', :'one'),
            jsonb_build_object('user_id', :'user_id', 'reservation_id', :'two')
        )
    ),
    $$values ('1 released 10 0'), ('2 released 10 0')$$,
    'both'
);
select is(tests.stored_balance(:'user_id'), '6 available, 0 held, 0 owed', 'lapsed and repaid');
select is_empty('select * from credits.verify()', 'the ledger adds up');

select * from finish();
rollback;
