-- The history of refreshes is never changed, not by its owner and not by an administrator.
begin;
select plan(6);

select tests.a_member(p_plan => 'pro') as user_id \gset
select credits.refresh(:'user_id');

select is(
    tests.attempt('thin_owner', null, refused.sql), '42501', format('the owner: %s', refused.sql)
)
from unnest(array[
    'update credits.monthly_refreshes set amount = 1', 'delete from credits.monthly_refreshes',
    'truncate credits.monthly_refreshes'
]) as refused (sql);
select is(
    tests.refusal(refused.sql), 'TH500 credits.monthly_refreshes is append-only.', refused.sql
)
from unnest(array[
    'update credits.monthly_refreshes set amount = 1', 'delete from credits.monthly_refreshes',
    'truncate credits.monthly_refreshes'
]) as refused (sql);

select * from finish();
rollback;
