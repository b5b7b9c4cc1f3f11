-- Reserving moves credits from available to held and draws no grant yet.
begin;
select plan(3);

select tests.a_user(100) as user_id \gset
select tests.reserved(:'user_id', 30.0001);

select is(
    tests.stored_balance(:'user_id'),
    '69.9999 available, 30.0001 held, 0 owed',
    'moved, exactly'
);
select is(tests.remaining(:'user_id'), '{100}', 'the grant is not drawn');
select results_eq(
    format('select tests.entries(%L)', :'user_id'),
    $$values ('grant 100 -> 100')$$,
    'no entry is written'
);

select * from finish();
rollback;
