-- A second settlement is a conflict that changes nothing.
begin;
select plan(4);

select tests.a_user(100) as user_id \gset
select tests.reserved(:'user_id', 10) as confirmed \gset
select tests.reserved(:'user_id', 10) as released \gset
select credits.confirm(:'user_id', :'confirmed', 4);
select credits.release(:'user_id', :'released');
create temporary table before on commit drop as
select r.* from credits.reservations r where r.user_id = :'user_id';

select is(
    tests.refusal(format('select credits.confirm(%L, %L, 4)', :'user_id', :'confirmed')),
    'TH410',
    'confirmed twice'
);
select is(
    tests.refusal(format('select credits.confirm(%L, %L)', :'user_id', :'released')),
    'TH410',
    'confirmed after release'
);
select is(tests.stored_balance(:'user_id'), '96 available, 0 held, 0 owed', 'no credits moved');
select set_eq(
    format('select * from credits.reservations where user_id = %L', :'user_id'),
    'select * from before',
    'no row changed'
);

select * from finish();
rollback;
