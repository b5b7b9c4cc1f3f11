-- Plans and prices are shown to whoever is signed in; to others by one setting, and no others' plans.
begin;
select plan(9);

insert into billing.plans (id, name, is_public) values ('secret', 'Secret', false);
select tests.a_priced_plan('team', 2000, 20000);
select credits.set_price('story', 'job', 1);
select tests.a_user() as user_id \gset
select tests.a_member(p_plan => 'secret') as member \gset

select is(tests.attempt('anon', null, 'select count(*) from api.plans'), '42501', 'not to visitors');
select is(tests.attempt('anon', null, 'select count(*) from api.pricing'), '42501', 'nor prices');
select is(
    tests.attempt(
        'authenticated', :'user_id',
        'select monthly_unit_amount || '' '' || yearly_unit_amount || '' '' || currency from api.plans where id = ''team'''
    ),
    '2000 20000 usd', 'to users'
);
select is(
    tests.attempt('authenticated', :'user_id', 'select count(*) from api.plans where id = ''secret'''),
    '0', 'not what is kept for others'
);
select is(
    tests.attempt('authenticated', :'member', 'select count(*) from api.plans where id = ''secret'''),
    '1', 'save to those'
);
update billing.settings set plans_are_public = true;
select is(
    tests.attempt('anon', null, 'select count(*) from api.plans where id in (''team'', ''secret'')'),
    '1', 'to visitors, once public'
);
select is(tests.attempt('anon', null, 'select count(*) from api.pricing'), '1', 'and prices');
select is(tests.attempt('anon', null, 'select * from billing.plans'), '42501', 'nothing beyond the views');
update billing.settings set plans_are_public = false;
select is(tests.attempt('anon', null, 'select count(*) from api.plans'), '42501', 'and back');

select * from finish();
rollback;
