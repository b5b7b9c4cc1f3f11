-- A counter that is changed, missing or made up is found, and so is an event.
begin;
select plan(5);

select tests.a_meter('calls');
select tests.a_user() as user_id \gset
select usage.record(:'user_id', 'calls', 2, 'a');
select is_empty(format('select * from usage.verify(%L)', :'user_id'), 'sound');
create function tests.is_found(p_user_id uuid, p_sql text) returns boolean
language plpgsql volatile as $$
declare
    v_is_found boolean;
begin
    begin
        perform tests.tamper(format(p_sql, p_user_id));
        v_is_found := exists (select from usage.verify(p_user_id));
        raise exception using errcode = 'XX111';
    exception
        when sqlstate 'XX111' then
            return v_is_found;
    end;
end
$$;
select ok(tests.is_found(:'user_id', t.sql), t.sql)
from unnest(array[
    'update usage.counters set quantity = 3 where user_id = %L and per = ''day''',
    'delete from usage.counters where user_id = %L and per = ''month''',
    'update usage.events set quantity = 3 where user_id = %L',
    'delete from usage.events where user_id = %L'
]) as t (sql);

select * from finish();
rollback;
