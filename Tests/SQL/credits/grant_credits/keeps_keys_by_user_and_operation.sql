-- Another user and another operation may use the same key.
begin;
select plan(3);

select tests.a_user() as one \gset
select tests.a_user() as other \gset
select credits.grant_credits(:'one', 5, 'purchase', p_idempotency_key => 'k');

select is(
    (credits.grant_credits(:'other', 7, 'purchase', p_idempotency_key => 'k')).amount::text,
    '7',
    'another user'
);
select is(
    (
        credits.reserve(:'one', 2, 'story', p_idempotency_key => 'k')
    ).amount::text, '2', 'another operation'
);
select is(
    (select count(*) from credits.idempotency_keys where key = 'k' and user_id in (:'one', :'other')), 3::bigint, 'three keys'
);

select * from finish();
rollback;
