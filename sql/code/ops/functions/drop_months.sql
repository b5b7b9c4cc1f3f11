-- Dropping waits for whoever reads the table, and whoever comes meanwhile waits for it: so it tries for a moment only,
-- and the next day again.
create or replace function ops.drop_months(p_parent regclass, p_before timestamptz)
returns bigint
language plpgsql
volatile
security invoker
set search_path = pg_catalog, pg_temp
set lock_timeout = '200ms'
as $$
declare
    v_partition regclass;
    v_count bigint;
    v_total bigint := 0;
begin
    for v_partition in
        select i.inhrelid::regclass
        from pg_inherits i
        join pg_class c on c.oid = i.inhrelid
        where
            i.inhparent = p_parent
            and substring(pg_get_expr(c.relpartbound, c.oid) from 'TO \(''([^'']+)''\)')::timestamptz
                <= p_before
        order by c.relname
    loop
        execute format('select count(*) from %s', v_partition) into v_count;
        begin
            execute format('drop table %s', v_partition);
        exception
            when lock_not_available then
                return v_total;
        end;
        v_total := v_total + v_count;
    end loop;
    return v_total;
end
$$;

comment on function ops.drop_months(regclass, timestamptz) is
    'Drops the partitions of a table whose months were over before p_before. Answers how many rows they had.';
