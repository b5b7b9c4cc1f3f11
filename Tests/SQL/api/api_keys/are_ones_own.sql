-- Users make, see, rotate and revoke their own keys; a server anybody's and its own.
begin;
select plan(14);

select tests.a_user() as user_id \gset
select tests.a_user() as other_id \gset
create function pg_temp.try(p_user_id text, p_sql text, variadic p_arguments text[] default '{}')
returns text language sql as $$
    select tests.attempt(
        case when p_user_id is null then 'service_role' else 'authenticated' end, p_user_id::uuid,
        format(p_sql, variadic p_arguments)
    )
$$;

select pg_temp.try(:'user_id', $$select id from api.create_api_key('mine', '{all}')$$) as mine \gset
select pg_temp.try(:'other_id', $$select id from api.create_api_key('theirs', '{all}')$$) as theirs \gset
select pg_temp.try(null, $$select id from api.create_api_key('server', '{all}')$$) as server \gset
select pg_temp.try(null, $$select id from api.create_api_key('given', '{all}', user_id => %L)$$, :'user_id') as given \gset

select is(
    pg_temp.try(:'user_id', 'select string_agg(name || prefix, '','' order by name) from api.api_keys'),
    (select string_agg(k.name || k.prefix, ',' order by k.name) from identity.api_keys k where k.user_id = :'user_id'),
    'seen by their owner'
);
select is(pg_temp.try(:'user_id', 'select count(*) from api.api_keys'), '2', 'and no other');
select is(pg_temp.try(null, $$select count(*) from api.api_keys where id in (%L, %L, %L, %L)$$, :'mine', :'theirs', :'server', :'given'), '4', 'a server sees all');
select is(pg_temp.try(:'user_id', 'select scopes from api.api_keys where id = %L', :'mine'), '{all}', 'with scopes');
select is(
    pg_temp.try(:'user_id', $$select id from api.create_api_key('x', '{all}', user_id => %L)$$, :'other_id'),
    'TH403', 'not for another'
);
select is(
    length(pg_temp.try(:'user_id', $$select id from api.create_api_key('x', '{all}', user_id => %L)$$, :'user_id')),
    36, 'for oneself by name'
);
select is((select k.role from identity.api_keys k where k.id = :'mine'), 'authenticated', 'which is a user''s');
select is((select k.role from identity.api_keys k where k.id = :'server'), 'service_role', 'or a server''s');
select is(pg_temp.try(:'user_id', 'select api.rotate_api_key(%L)', :'theirs'), 'TH404', 'not to rotate another''s');
select is(pg_temp.try(:'user_id', 'select api.revoke_api_key(%L)', :'server'), 'TH404', 'nor revoke a server''s');
select is(pg_temp.try(:'user_id', 'select id from api.rotate_api_key(%L)', :'mine'), (:'mine')::text, 'but one''s own');
select is(pg_temp.try(null, 'select id from api.rotate_api_key(%L)', :'theirs'), (:'theirs')::text, 'a server any');
select is(pg_temp.try(null, 'select api.revoke_api_key(%L)', :'theirs'), null, 'and revokes any');
select is(tests.attempt('authenticated', null, $$select id from api.create_api_key('x', '{all}')$$), 'TH403', 'nobody''s');

select * from finish();
rollback;
