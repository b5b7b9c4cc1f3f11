-- Whoever is signed in sees the packs that are sold, visitors where plans are public.
begin;
select plan(4);

select tests.a_pack();
select tests.a_pack('gone');
update billing.packs set is_sold = false where id = 'gone';
select tests.a_user() as user_id \gset
select is(
    tests.attempt('authenticated', :'user_id', 'select string_agg(id, '','') from api.packs where id in (''planted'', ''gone'')'),
    'planted', 'a user'
);
select is(tests.attempt('anon', null, 'select count(*) from api.packs'), '42501', 'no visitor');
update billing.settings set plans_are_public = true;
select is(
    tests.attempt('anon', null, 'select string_agg(id, '','') from api.packs where id in (''planted'', ''gone'')'), 'planted', 'unless they are public'
);
update billing.settings set plans_are_public = false;
select is(tests.attempt('anon', null, 'select count(*) from api.packs'), '42501', 'or no more');

select * from finish();
rollback;
