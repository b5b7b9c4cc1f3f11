-- A refusal names the field.
begin;
select plan(14);

select tests.a_user() as user_id \gset
create function pg_temp.made(
    p_name text, p_scopes text[], p_expires_at timestamptz default null, p_user_id uuid default null
) returns text language sql as $$
    select tests.refusal(
        format('select identity.create_api_key(%L, %L, %L, %L)', p_user_id, p_name, p_scopes, p_expires_at)
    )
$$;

select is(pg_temp.made(null, array['all']), 'TH001 name', 'no name');
select is(pg_temp.made('', array['all']), 'TH001 name', 'an empty name');
select is(pg_temp.made(repeat('x', 101), array['all']), 'TH001 name', 'a long name');
select is(pg_temp.made(e'a\nb', array['all']), 'TH001 name', 'two lines');
select is(pg_temp.made('a', null), 'TH001 scopes', 'no scopes');
select is(pg_temp.made('a', '{}'), 'TH001 scopes', 'an empty list');
select is(pg_temp.made('a', array[null]::text[]), 'TH001 scopes', 'null in it');
select is(pg_temp.made('a', array['all', 'credits:mint']), 'TH001 scopes', 'an unknown one');
select is(pg_temp.made('a', array_fill('all'::text, array[21])), 'TH001 scopes', '21');
select is(pg_temp.made('a', array[['all'], ['all']]), 'TH001 scopes', 'a list of lists');
select is(pg_temp.made('a', array['all'], now()), 'TH001 expires_at', 'expired at once');
select is(pg_temp.made('a', array['all'], '-infinity'), 'TH001 expires_at', 'for ever expired');
select is(pg_temp.made('a', array['all'], null, gen_random_uuid()), 'TH404 user', 'nobody''s');
select is(
    tests.violation(format(
        $$insert into identity.api_keys (user_id, role, name, prefix, digest)
        values (%L, 'service_role', 'x', 'thin_000000000000', sha256(''))$$, :'user_id'
    )), 'api_keys_users_key_acts_as_authenticated', 'a user''s key is never a server''s'
);

select * from finish();
rollback;
