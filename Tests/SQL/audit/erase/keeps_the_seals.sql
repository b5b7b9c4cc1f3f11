-- What the log says of a deleted account goes, of sealed rows too, and the seals still hold. What stays of a row is as
-- hard to change as before, and nobody else's row loses anything.
-- Alone: seals are of the whole log.
begin;
select plan(18);

create temporary table people as
select 'one'::text as name, tests.a_user() as id union all select 'other', tests.a_user();
select id as one from people where name = 'one' \gset
select id as other from people where name = 'other' \gset
do $$ begin loop exit when (audit.seal()).number is null; end loop; end $$;
insert into audit.log (actor_id, actor_role, request_id, address, agent, operation, relation, new_values, xid)
select
    a.actor_id, 'authenticated', 'planted', '192.0.2.7', 'planted', 'insert', 'ops.planted',
    jsonb_build_object('user_id', a.named_id, 'word', 'planted'), tests.past(1)
from (
    values (:'one'::uuid, :'one'::uuid), (:'one', :'other'), (:'other', :'one'), (:'other', :'other'), (null, :'one'),
        (null, :'other')
) as a (actor_id, named_id);
-- As it was before there were salts.
insert into audit.log (
    actor_id, actor_role, address, operation, relation, new_values, xid, request_salt, values_salt
)
select a.id, 'authenticated', '192.0.2.7', 'insert', 'ops.before', '{"word": "planted"}', tests.past(2), null, null
from (values (:'one'::uuid), (:'other')) as a (id);
select audit.seal();
select is_empty('select * from audit.verify()', 'sound before');

create function pg_temp.erase_all(p_id uuid) returns integer language sql volatile as $$
    select (audit.erase(array[p_id], '0', null, 1000000)).erased
$$;
select is(tests.refusal(format('select pg_temp.erase_all(%L)', :'one')) ~ '^TH500', true, 'not of whoever stays');
insert into ops.erasures (user_id, reason, requested_as) values (:'one', 'planted', 'tests');
select cmp_ok(pg_temp.erase_all(:'one'), '>=', 5, 'rows lost something');
select is_empty('select * from audit.verify()', 'sound after');
select results_eq(
    $$select l.actor_id is not null, l.address is not null, l.request_id is not null, l.agent is not null, l.new_values is not null
    from audit.log l where l.relation = 'ops.planted' order by l.id$$,
    $$values (true, false, false, false, false), (true, false, false, false, true), (true, true, true, true, false),
        (true, true, true, true, true), (false, false, false, false, false), (false, true, true, true, true)$$,
    'each what was the user''s'
);
select results_eq(
    $$select l.address, l.new_values is not null from audit.log l where l.relation = 'ops.before' order by l.id$$,
    $$values (null, false), ('192.0.2.7', true)$$, 'of a row without salts all'
);
select is(
    tests.refusal('update audit.log set new_values = null where relation = ''ops.erasures''') ~ '^TH500', true,
    'that it was erased stays'
);
select is(pg_temp.erase_all(:'one'), 0, 'once');
select is_empty(
    $$select from audit.log l where l.relation = 'ops.planted' and l.address is null and l.request_salt is not null$$,
    'no salt is left with which a guess could be tried'
);

create function pg_temp.found_after(p_change text) returns text language plpgsql volatile as $$
declare
    v_found text;
begin
    perform tests.tamper(p_change);
    select string_agg(v.kind, ', ') into v_found from audit.verify() v;
    raise exception using errcode = 'UNDO1', message = coalesce(v_found, 'nothing');
exception
    when sqlstate 'UNDO1' then
        return sqlerrm;
end
$$;
select id as row_id from audit.log l where l.relation = 'ops.planted' order by l.id limit 1 \gset
select is(
    pg_temp.found_after(format('update audit.log set %s where id = %s', c.change, :'row_id')), 'rows_changed', c.change
)
from unnest(array[
    'actor_id = gen_random_uuid()', 'operation = ''delete''', 'address = ''192.0.2.9''', 'new_values = ''{}''',
    'request_digest = sha256(''x'')', 'values_digest = null', 'values_salt = gen_random_uuid()'
]) as c (change);
select id as before_id from audit.log l where l.relation = 'ops.before' order by l.id limit 1 \gset
select is(
    pg_temp.found_after(format('update audit.log set address = ''192.0.2.9'' where id = %s', :'before_id')),
    'rows_changed', 'what is put back into a row without salts'
);
select is(
    tests.refusal(format('update audit.log set new_values = null where actor_id = %L and address is not null', :'other'))
        ~ '^TH500', true,
    'another''s row is as hard to change as ever'
);

select * from finish();
rollback;
