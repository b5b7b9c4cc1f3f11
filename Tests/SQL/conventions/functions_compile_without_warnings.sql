-- Every plpgsql function compiles with all extra checks on, where a warning is an error.
begin;
select plan(2);

create function tests.recompile() returns setof text language plpgsql as $$
declare
    v_function record;
begin
    set local plpgsql.extra_errors = 'all';
    set local check_function_bodies = on;
    for v_function in
        select p.oid::regprocedure::text as name, pg_get_functiondef(p.oid) as definition
        from pg_proc p
        join pg_language l on l.oid = p.prolang
        where p.pronamespace in (select tests.ours()) and l.lanname = 'plpgsql'
    loop
        begin
            execute v_function.definition;
        exception
            when syntax_error_or_access_rule_violation then
                return next format('%s: %s', v_function.name, sqlerrm);
        end;
    end loop;
    set local plpgsql.extra_errors = 'none';
end
$$;

select is_empty('select tests.recompile()', 'all do');
create function ops.planted(p_a integer) returns void language plpgsql as $$
declare
    p_a integer;
begin
end
$$;
select isnt_empty('select tests.recompile()', 'a planted one is found');

select * from finish();
rollback;
