-- No key is changed, removed or truncated, not even by the owner or an administrator.
begin;
select plan(6);

select tests.a_user() as user_id \gset
select credits.grant_credits(:'user_id', 10, 'purchase', p_idempotency_key => 'k');

select is(
    tests.refusal('update credits.idempotency_keys set answer = ''{}'''),
    'TH500 credits.idempotency_keys is append-only.',
    'an administrator''s update'
);
select is(
    tests.refusal('delete from credits.idempotency_keys'),
    'TH500 credits.idempotency_keys is append-only.',
    'an administrator''s delete'
);
select is(
    tests.refusal('truncate credits.idempotency_keys'),
    'TH500 credits.idempotency_keys is append-only.',
    'an administrator''s truncate'
);
select is(
    tests.attempt('thin_owner', null, 'update credits.idempotency_keys set answer = ''{}'''),
    '42501',
    'the owner has no right to update'
);
select is(
    tests.attempt('thin_owner', null, 'delete from credits.idempotency_keys'),
    'TH500',
    'nor deletes, unless an account was deleted'
);
select is(
    tests.attempt('thin_owner', null, 'truncate credits.idempotency_keys'),
    '42501',
    'nor to truncate'
);

select * from finish();
rollback;
