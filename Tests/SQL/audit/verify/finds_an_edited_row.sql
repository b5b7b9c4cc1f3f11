-- A sealed row that an administrator edits is found, whichever column it is.
-- Alone: seals are of the whole log.
begin;
select plan(13);

select tests.a_sealed_log() as number \gset
select min(l.id) as id from audit.log l where l.relation = 'ops.planted' \gset
create function tests.found_after(p_change text) returns text language plpgsql volatile as $$
declare
    v_found text;
begin
    perform tests.tamper(p_change);
    select string_agg(v.kind || ' ' || v.seal, ', ') into v_found from audit.verify() v;
    raise exception using errcode = 'UNDO1', message = coalesce(v_found, 'nothing');
exception
    when sqlstate 'UNDO1' then
        return sqlerrm;
end
$$;

select is(
    tests.found_after(format('update audit.log set %s where id = %s', c.change, :'id')),
    'rows_changed ' || :'number',
    c.change
)
from unnest(array[
    'actor_id = gen_random_uuid()', 'actor_role = ''nobody''', 'api_key_id = gen_random_uuid()', 'request_id = ''x''',
    'address = ''192.0.2.1''', 'agent = ''x''', 'operation = ''delete''', 'relation = ''ops.other''', 'old_values = ''{}''',
    'new_values = ''{"n": 1}''', 'new_values = null', 'at = at - interval ''1 microsecond'''
]) as c (change);
select is(
    tests.found_after(format('update audit.log set xid = %L where id = %s', tests.past(100), :'id')),
    'rows_missing ' || :'number',
    'a row that is moved behind the seals'
);

select * from finish();
rollback;
