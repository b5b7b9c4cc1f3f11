-- An operator without token or headers is recorded by login.
begin;
select plan(1);

select
    set_config('request.jwt.claims', '', true),
    set_config('request.headers', '', true),
    set_config('request.id', '', true),
    set_config('request.address', '', true);
insert into credits.metadata_keys (key, description) values ('planted', 'x');

select results_eq(
    'select actor_id, actor_role, request_id, address, agent from audit.log
    order by id desc limit 1',
    'select null::uuid, session_user::text collate "default", null::text, null::text, null::text',
    'the login'
);

select * from finish();
rollback;
