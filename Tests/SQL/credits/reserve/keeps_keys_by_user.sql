-- Another user may use the same key.
begin;
select plan(2);

select tests.a_user(10) as one \gset
select tests.a_user(10) as other \gset
select credits.reserve(:'one', 5, 'story', p_idempotency_key => 'k');

select is(
    (credits.reserve(:'other', 7, 'story', p_idempotency_key => 'k')).amount::text,
    '7',
    'its own request'
);
select is(tests.stored_balance(:'one'), '5 available, 5 held, 0 owed', 'the first is untouched');

select * from finish();
rollback;
