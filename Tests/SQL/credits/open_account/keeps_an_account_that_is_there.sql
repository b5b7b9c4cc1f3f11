-- A user who was removed and comes back finds the account as it was.
begin;
select plan(1);

select tests.a_user(10) as user_id \gset
delete from auth.users where id = :'user_id';
insert into auth.users (id) values (:'user_id');

select is(tests.stored_balance(:'user_id'), '10 available, 0 held, 0 owed', 'as it was');

select * from finish();
rollback;
