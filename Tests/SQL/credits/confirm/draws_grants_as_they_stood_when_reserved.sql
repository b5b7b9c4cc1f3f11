-- A grant that came after the reservation is not drawn by it, however early it is in draw order.
begin;
select plan(1);

select tests.a_user(10) as user_id \gset
select tests.reserved(:'user_id', 10) as id \gset
select credits.grant_credits(:'user_id', 10, 'promotion', p_priority => 1);

select credits.confirm(:'user_id', :'id', 7);
select is(tests.remaining(:'user_id'), '{3,10}', 'the grant that was there');

select * from finish();
rollback;
