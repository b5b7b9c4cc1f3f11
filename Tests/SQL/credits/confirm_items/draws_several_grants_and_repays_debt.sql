-- Accounts whose holds lie on several grants, on expired ones, or that owe something are charged
-- as single calls would.
begin;
select plan(4);

select tests.a_user() as user_id \gset
select credits.grant_credits(:'user_id', 10, 'promotion', clock_timestamp() + interval '1 hour', 1);
select tests.reserved(:'user_id', 8, '1 day') as one \gset
select credits.grant_credits(:'user_id', 10, 'purchase');
select tests.reserved(:'user_id', 9, '1 day') as two \gset
select credits.adjust(:'user_id', -5, 'a mistake');
select tests.let_time_pass(:'user_id', '2 hours');

select results_eq(
    format(
        'select tests.answers(''confirm_items'', %L)',
        jsonb_build_array(
            jsonb_build_object('user_id', :'user_id', 'reservation_id', :'two', 'amount', 6),
            jsonb_build_object('user_id', :'user_id', 'reservation_id', :'one', 'amount', 5)
        )
    ),
    $$values ('1 confirmed 9 6'), ('2 confirmed 8 5')$$,
    'both'
);
select is(tests.remaining(:'user_id'), '{0,1}', 'the first held the grant that expired, whose rest has lapsed');
select is(tests.stored_balance(:'user_id'), '1 available, 0 held, 0 owed', 'what returned repaid the debt');
select is_empty('select * from credits.verify()', 'the ledger adds up');

select * from finish();
rollback;
