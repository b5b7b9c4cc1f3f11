-- Another user and another operation may use the same key.
begin;
select plan(2);

select tests.a_user(10) as one \gset
select tests.a_user(10) as other \gset
select credits.confirm(:'one', tests.reserved(:'one', 5), p_idempotency_key => 'k');

select is(
    (
        credits.confirm(:'other', tests.reserved(:'other', 7), p_idempotency_key => 'k')
    ).charged::text,
    '7',
    'another user'
);
select is(
    (credits.reserve(:'one', 2, 'story', p_idempotency_key => 'k')).amount::text,
    '2',
    'another operation'
);

select * from finish();
rollback;
