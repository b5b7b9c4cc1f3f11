-- A key does what its scopes open and nothing else; tokens of people and servers aren't asked.
begin;
select plan(12);

create function pg_temp.checked(p_scopes jsonb, p_objects text[], p_claims jsonb default '{"api_key_id": 1}')
returns text language plpgsql as $$
declare
    v_refusal text;
begin
    perform
        set_config('request.jwt.claims', (p_claims || jsonb_build_object('scopes', p_scopes))::text, true),
        set_config('role', 'authenticated', true);
    v_refusal := tests.refusal(format('select identity.check_scopes(variadic %L)', p_objects));
    perform set_config('role', 'none', true), set_config('request.jwt.claims', '', true);
    return v_refusal;
end
$$;
grant usage on schema tests to authenticated;

select is(pg_temp.checked('["credits:read"]', '{api.balance}'), null, 'one');
select is(pg_temp.checked('["credits:read"]', '{api.balance,api.credit_grants}'), null, 'two');
select is(pg_temp.checked('["credits:read"]', '{api.balance,api.reserve}'), 'TH403 scope', 'one of two');
select is(
    pg_temp.checked('["credits:read", "credits:spend"]', '{api.balance,api.reserve}'), null, 'by two'
);
select is(pg_temp.checked('["credits:read"]', '{api.not_known}'), 'TH403 scope', 'what has no scope');
select is(pg_temp.checked('["credits:read"]', array[null]::text[]), 'TH403 scope', 'null');
select is(pg_temp.checked('["credits:read"]', '{}'), null, 'nothing');
select is(pg_temp.checked('["all"]', '{api.not_known}'), null, 'all');
select is(pg_temp.checked('[]', '{api.balance}'), 'TH403 scope', 'none');
select is(pg_temp.checked(null, '{api.balance}'), 'TH403 scope', 'no list');
select is(pg_temp.checked('"all-of-it"', '{api.balance}'), 'TH403 scope', 'a text');
select is(pg_temp.checked(null, '{api.not_known}', '{}'), null, 'no key');

select * from finish();
rollback;
