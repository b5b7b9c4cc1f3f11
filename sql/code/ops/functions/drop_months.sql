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
    v_key text := substring(pg_get_partkeydef(p_parent) from '^RANGE \((.+)\)$');
    v_partition record;
    v_count bigint;
    v_total bigint := 0;
begin
    for v_partition in
        select c.oid::regclass as relation, b.bounds[1] as starts_at, b.bounds[2] as ends_at
        from pg_inherits i
        join pg_class c on c.oid = i.inhrelid
        cross join regexp_match(
            pg_get_expr(c.relpartbound, c.oid), 'FROM \(''([^'']+)''\) TO \(''([^'']+)''\)'
        ) b (bounds)
        where i.inhparent = p_parent and b.bounds[2]::timestamptz <= p_before
        order by c.relname
    loop
        -- Through the parent, since the partition itself shows nobody a row.
        execute format(
            'select count(*) from %1$s where %2$s >= %3$L and %2$s < %4$L',
            p_parent, v_key, v_partition.starts_at, v_partition.ends_at
        ) into v_count;
        begin
            execute format('drop table %s', v_partition.relation);
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
