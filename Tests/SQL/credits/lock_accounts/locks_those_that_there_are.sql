-- Users without an account are passed over.
begin;
select plan(1);

select tests.a_user(10) as one \gset
select tests.a_user(10) as other \gset
create temporary table before on commit drop as select a.user_id, a.xmax as locker from credits.accounts a;

-- Of a savepoint, the lock can be told from the ones that the transaction has already.
savepoint locking;
select credits.lock_accounts(array[:'one', gen_random_uuid(), null]::uuid[]);
select results_eq(
    'select a.user_id from credits.accounts a join before b on b.user_id = a.user_id where a.xmax <> b.locker',
    array[:'one'::uuid],
    'the one is locked, the other one isn''t'
);

select * from finish();
rollback;
