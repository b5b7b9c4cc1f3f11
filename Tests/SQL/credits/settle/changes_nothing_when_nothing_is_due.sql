-- An account that is up to date is not written.
begin;
select plan(1);

select tests.a_user(10) as user_id \gset
select tests.reserved(:'user_id', 3);
create temporary table before on commit drop as select a.ctid as version, a.* from credits.accounts a where a.user_id = :'user_id';
select credits.settle(:'user_id');

select set_eq(
    format('select a.ctid as version, a.* from credits.accounts a where user_id = %L', :'user_id'),
    'select * from before',
    'the same row version'
);

select * from finish();
rollback;
