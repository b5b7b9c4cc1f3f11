-- With a user only that user's violations are told, without one everybody's.
begin;
select plan(4);

select tests.a_user(10) as sound \gset
select tests.a_user(10) as broken \gset
select tests.tamper(
    format('update credits.accounts set available = 11 where user_id = %L', :'broken')
);

select is_empty(format('select * from credits.verify(%L)', :'sound'), 'sound');
select isnt_empty(format('select * from credits.verify(%L)', :'broken'), 'broken');
select set_eq(
    'select user_id from credits.verify()',
    format('values (%L::uuid)', :'broken'),
    'all'
);
select set_eq(
    'select * from api.verify()', 'select * from credits.verify()', 'api.verify is the same'
);

select * from finish();
rollback;
