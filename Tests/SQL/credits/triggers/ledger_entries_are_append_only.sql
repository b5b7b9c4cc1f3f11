-- No entry is changed, removed or truncated, not even by the owner or an administrator.
begin;
select plan(10);

select tests.a_user(10) as user_id \gset

select is(
    tests.refusal('update credits.ledger_entries set amount = 1'),
    'TH500 credits.ledger_entries is append-only.',
    'an administrator''s update'
);
select is(
    tests.refusal('delete from credits.ledger_entries'),
    'TH500 credits.ledger_entries is append-only.',
    'an administrator''s delete'
);
select is(
    tests.refusal('truncate credits.ledger_entries'),
    'TH500 credits.ledger_entries is append-only.',
    'an administrator''s truncate'
);
select is(
    tests.attempt('thin_owner', null, 'update credits.ledger_entries set amount = 1'),
    '42501',
    'the owner has no right to update'
);
select is(
    tests.attempt('thin_owner', null, 'delete from credits.ledger_entries'),
    'TH500',
    'its right to delete is for what the archive has'
);
select is(
    tests.attempt('thin_owner', null, 'truncate credits.ledger_entries'),
    '42501',
    'nor to truncate'
);
grant update, delete, truncate on credits.ledger_entries to thin_owner;
select is(
    tests.attempt('thin_owner', null, 'update credits.ledger_entries set amount = 1'),
    'TH500',
    'an owner with the right is refused too'
);
select is(
    tests.attempt('thin_owner', null, 'delete from credits.ledger_entries'),
    'TH500',
    'for delete'
);
select is(
    tests.attempt('thin_owner', null, 'truncate credits.ledger_entries'),
    'TH500',
    'for truncate'
);
select results_eq(
    format('select tests.entries(%L)', :'user_id'),
    $$values ('grant 10 -> 10')$$,
    'the entry stands'
);

select * from finish();
rollback;
