-- Support finds users by address and id, and sees what they have; nobody else sees anything.
begin;
select plan(19);

select tests.a_user(100) as one, tests.a_user(5) as other \gset
update auth.users u set email = 'Ada.Lovelace@example.org' where u.id = :'one';
update auth.users u set email = 'charles@example.org', deleted_at = now() where u.id = :'other';
select tests.reserved(:'one', 10) as reservation_id \gset
select count(credits.confirm(:'one', :'reservation_id', 4));

create function tests.as_admin(p_sql text) returns text language sql volatile as $$
    select tests.attempt('{"role": "authenticated", "app_metadata": {"role": "admin"}}'::jsonb, p_sql)
$$;
select is(tests.as_admin('select user_id from api.admin_search_users(''lovelace'')'), :'one', 'part of an address');
select is(tests.as_admin('select available from api.admin_search_users('' LOVELACE@ '')'), '96', 'in any case');
select is(tests.as_admin(format('select email from api.admin_search_users(%L)', :'one')), 'Ada.Lovelace@example.org', 'an id');
select is(tests.as_admin('select count(*) from api.admin_search_users(''%'')'), '0', 'no pattern');
select is(tests.as_admin('select count(*) from api.admin_search_users(''charles'')'), '0', 'nobody who is gone');
select is(tests.as_admin('select count(*) from api.admin_search_users(page_size => -5)'), '1', 'at least one');
select is(
    tests.as_admin(format('select concat_ws(''|'', available, held, debt, plan) from api.admin_user(%L)', :'one')),
    '96|0|0|free', 'what one has'
);
select is(
    tests.as_admin(format('select reservations -> 0 ->> ''charged'' from api.admin_user(%L)', :'one')), '4',
    'what it was spent on'
);
select is(tests.as_admin(format('select jsonb_array_length(entries) from api.admin_user(%L)', :'one')), '2', 'entries');
select is(tests.as_admin('select email from api.admin_user(gen_random_uuid())'), 'TH404', 'nobody');
select is(tests.as_admin('select email from api.admin_user(null)'), 'TH404', 'null');
select is(tests.as_admin('select users >= 2 and available >= 101 and is_ai_enabled is not null from api.admin_counters()'), 'true', 'counters');
select is(tests.attempt('service_role', null, 'select count(*) > 0 from api.admin_search_users()'), 'true', 'a trusted server');

select is(tests.attempt(c.claims::jsonb, s.sql), 'TH403', concat_ws(' ', c.claims, s.sql))
from unnest(array[
    '{"role": "authenticated"}', '{"role": "authenticated", "user_metadata": {"role": "admin"}}'
]) as c (claims)
cross join unnest(array[
    'select email from api.admin_search_users()', 'select email from api.admin_user(null)',
    'select users from api.admin_counters()'
]) as s (sql);

select * from finish();
rollback;
